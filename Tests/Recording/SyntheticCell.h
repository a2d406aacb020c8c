#pragma once

#include "Core/Random.h"
#include "Engine/Models.h"
#include "Recording/Sweep.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace soma::test {

/// A recording of a model neuron as an amplifier would see it: an action potential where the model only resets, and
/// noise on every sample.
class SyntheticCell {
  public:
    SyntheticCell(const Snapshot& values, double rate_hz, double noise_mv, std::uint64_t seed)
        : values_(values)
        , rate_hz_(rate_hz)
        , noise_mv_(noise_mv)
        , random_(seed) {}

    /// `current_pa` at each sample.
    recording::Sweep record(int number, std::vector<double> current_pa) {
        recording::Sweep sweep;
        sweep.number = number;
        sweep.rate_hz = rate_hz_;
        sweep.source = recording::CurrentSource::command;
        sweep.current_pa = std::move(current_pa);
        auto neuron = make_neuron(values_, {}, 1000.0 / rate_hz_, {});
        std::visit([&](auto& typed) { run(typed, sweep); }, neuron);
        for (auto& v : sweep.voltage_mv) v += noise_mv_ * random_.next();
        return sweep;
    }

    const std::vector<double>& spikes_ms() const { return spikes_ms_; } ///< of the last sweep

  private:
    /// Up in 0.4 ms, down in the rest of the refractory period.
    static constexpr double rise_ms = 0.4, peak_mv = 25.0;

    template <class M>
    void run(Neuron<M>& neuron, recording::Sweep& sweep) {
        const double step_ms = sweep.interval_ms();
        spikes_ms_.clear();
        std::vector<double> before_mv;
        for (std::size_t k = 0; k < sweep.current_pa.size(); ++k) {
            sweep.voltage_mv.push_back(M::voltage_mv(neuron.coeffs, neuron.state));
            double left_ms = step_ms;
            while (left_ms > 0.0) {
                const auto segment = M::advance(neuron.coeffs, neuron.state, {sweep.current_pa[k], 0.0, 0.0}, left_ms);
                left_ms = segment.event == membrane::Event::none ? 0.0 : left_ms - segment.elapsed_ms;
                if (segment.event != membrane::Event::spike) continue;
                spikes_ms_.push_back(static_cast<double>(k + 1) * step_ms - left_ms);
                before_mv.push_back(std::min(segment.end_mv, largest_before_mv()));
            }
        }
        for (std::size_t i = 0; i < spikes_ms_.size(); ++i) draw(sweep, spikes_ms_[i], before_mv[i]);
    }

    /// AdEx's upstroke is drawn from where the eye sees it begin.
    double largest_before_mv() const {
        return values_.choice<ModelId>(Id::model) == ModelId::adex
                   ? values_[Id::threshold_mv] + 5.0 * values_[Id::adex_slope_mv]
                   : 1e9;
    }

    void draw(recording::Sweep& sweep, double spike_ms, double before_mv) const {
        const double hold_ms = values_[Id::refractory_ms], step_ms = sweep.interval_ms();
        const auto from = static_cast<std::size_t>(std::ceil(spike_ms / step_ms));
        for (auto k = from; k < sweep.voltage_mv.size(); ++k) {
            const double at_ms = static_cast<double>(k) * step_ms - spike_ms;
            if (at_ms >= hold_ms) return;
            auto& v = sweep.voltage_mv[k]; // the reset, where the model waits
            v = at_ms < rise_ms
                    ? before_mv + (peak_mv - before_mv) * at_ms / rise_ms
                    : v + (peak_mv - v) * std::cos(0.5 * 3.14159265358979 * (at_ms - rise_ms) / (hold_ms - rise_ms));
        }
    }

    Snapshot values_;
    double rate_hz_, noise_mv_;
    NormalRandom random_;
    std::vector<double> spikes_ms_;
};

/// Ten sweeps of `duration_ms` as a fit wants them: four steps from −1 to 2.5 times `unit_pa`, six of noise about a
/// mean at and above it, with correlation times of 2 and 20 ms.
inline std::vector<std::vector<double>> usual_protocol(double rate_hz, double duration_ms, double unit_pa,
                                                       std::uint64_t seed) {
    const auto samples = static_cast<std::size_t>(duration_ms * rate_hz / 1000.0);
    std::vector<std::vector<double>> sweeps;
    for (const double level : {-1.0, 0.7, 1.5, 2.5}) {
        std::vector<double> current(samples, 0.0);
        for (auto k = samples / 8; k < samples * 7 / 8; ++k) current[k] = level * unit_pa;
        sweeps.push_back(std::move(current));
    }
    NormalRandom random(seed);
    for (int i = 0; i < 6; ++i) {
        std::vector<double> current(samples, 0.0);
        const double tau_ms = i % 2 == 0 ? 2.0 : 20.0, kept = std::exp(-1000.0 / rate_hz / tau_ms);
        const double mean = (0.6 + 0.25 * i) * unit_pa, sd = 0.7 * unit_pa;
        double x = 0.0;
        for (auto k = samples / 16; k < samples * 15 / 16; ++k) {
            x = kept * x + std::sqrt(1.0 - kept * kept) * random.next();
            current[k] = mean + sd * x;
        }
        sweeps.push_back(std::move(current));
    }
    return sweeps;
}

} // namespace soma::test
