#pragma once

#include "Core/SpikeEvent.h"
#include "Sound/VoltageLowpass.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace soma::test {

/// A leaky integrate-and-fire neuron under constant current in closed form, time in samples: fires every `period`, is
/// held at rest for `refractory`, then charges from rest (−70 mV) towards `drive` times its threshold 15 mV above.
class LifTone {
  public:
    static constexpr double rest_mv = -70.0, threshold_mv = 15.0;

    LifTone(double frequency_hz, double rate_hz, double refractory_share = 0.0, double drive = 1.5)
        : period(rate_hz / frequency_hz)
        , refractory(refractory_share * period)
        , target_mv(drive * threshold_mv)
        , tau((period - refractory) / std::log(drive / (drive - 1.0))) {}

    double spike_time(std::int64_t k) const { return first_spike + static_cast<double>(k) * period; }

    /// V at a time, the value after the reset at a spike; and its slope per sample.
    double voltage(double time) const { return charged(phase(time)); }
    double slope(double time) const { return slope_charged(phase(time)); }

    /// All spikes before `rows`.
    std::vector<SpikeEvent> spikes(std::int64_t rows) const {
        std::vector<SpikeEvent> events;
        for (std::int64_t k = 0; spike_time(k) < static_cast<double>(rows); ++k) {
            const double sample = std::floor(spike_time(k));
            events.push_back({static_cast<std::int32_t>(sample), 0, spike_time(k) - sample});
        }
        return events;
    }

    /// V as the voltage bank renders it from exact values and slopes at every sample, spike and end of refractoriness.
    std::vector<double> anti_aliased(std::size_t rows) const {
        sound::VoltageLowpass bank;
        bank.reset(rest_mv + voltage(0.0));
        std::vector<double> out(rows);
        for (std::size_t n = 0; n < rows; ++n) {
            out[n] = bank.output();
            const double start = static_cast<double>(n);
            for (double now = 0.0; now < 1.0;) {
                const double rounded = phase(start + now); // since the last spike
                const bool held = rounded < refractory - 1e-9;
                const double since = held ? rounded : std::fmax(rounded, refractory);
                const double left = (held ? refractory : period) - since;
                const double length = std::fmin(left, 1.0 - now);
                if (held)
                    bank.segment({now, length, rest_mv, 0.0, rest_mv, 0.0});
                else if (length == 1.0)
                    bank.whole_sample(rest_mv + charged(since), slope_charged(since), rest_mv + charged(since + length),
                                      slope_charged(since + length));
                else
                    bank.segment({now, length, rest_mv + charged(since), slope_charged(since),
                                  rest_mv + charged(since + length), slope_charged(since + length)});
                now += length > 1e-12 ? length : 1e-12;
            }
            bank.tick();
        }
        return out;
    }

    const double period, refractory, target_mv, tau;

  private:
    static constexpr double first_spike = 0.37;

    double phase(double time) const {
        const double turns = (time - first_spike) / period;
        return (turns - std::floor(turns)) * period;
    }
    double charged(double since) const {
        return since < refractory ? 0.0 : -target_mv * std::expm1(-(since - refractory) / tau);
    }
    double slope_charged(double since) const { return since < refractory ? 0.0 : (target_mv - charged(since)) / tau; }
};

} // namespace soma::test
