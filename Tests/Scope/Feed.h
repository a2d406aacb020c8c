#pragma once

#include "Scope/TraceHistory.h"
#include "Scope/TraceTap.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

namespace soma::scope::test {

/// Activity of a neuron, in model time [s].
struct Signal {
    std::function<double(double)> voltage_mv = [](double) { return -70.0; };
    std::function<double(double)> current_pa = [](double) { return 0.0; };
    std::vector<std::vector<double>> spikes_s; ///< for each neuron, in order of time
    std::vector<double> stimuli_s;
    bool resets = false; ///< neuron 0: at each spike V goes from threshold to reset at once
    double threshold_mv = -50.0, reset_mv = -65.0;
};

/// Regular spikes at `rate_per_s`, the first after one interval; V climbs straight from reset to threshold.
inline Signal regular(double rate_per_s, double until_s) {
    Signal signal;
    signal.spikes_s.emplace_back();
    for (int n = 1; n / rate_per_s < until_s; ++n) signal.spikes_s[0].push_back(n / rate_per_s);
    signal.voltage_mv = [rate_per_s](double t) {
        const double phase = t * rate_per_s;
        return -65.0 + 15.0 * (phase - std::floor(phase));
    };
    signal.resets = true;
    return signal;
}

/// Plays the part of the engine: cuts a signal into blocks and pushes them into a tap.
class Feed {
  public:
    Feed(TraceTap& tap, double sample_rate_hz, int block = 256)
        : tap_(tap)
        , rate_hz_(sample_rate_hz)
        , block_(block) {}

    double time_scale = 1.0;
    double model_s() const { return model_s_; }
    std::int64_t sample() const { return sample_; }

    /// As many samples, in blocks.
    void run(const Signal& signal, std::int64_t samples) {
        while (samples > 0) {
            const auto count = std::min<std::int64_t>(samples, block_);
            push(signal, static_cast<int>(count));
            samples -= count;
        }
    }

    /// Time goes on without the tap.
    void skip(std::int64_t samples) {
        sample_ += samples;
        model_s_ += static_cast<double>(samples) * time_scale / rate_hz_;
    }

  private:
    void push(const Signal& signal, int count) {
        const double step_s = time_scale / rate_hz_;
        voltage_.clear();
        current_.clear();
        spikes_.clear();
        breakpoints_.clear();
        stimuli_.clear();
        for (int k = 0; k < count; ++k) {
            voltage_.push_back(signal.voltage_mv(model_s_ + k * step_s));
            current_.push_back(signal.current_pa(model_s_ + k * step_s));
        }
        const auto within = [&](const std::vector<double>& times, int neuron, std::vector<SpikeEvent>& out) {
            auto time = std::lower_bound(times.begin(), times.end(), model_s_);
            for (; time != times.end() && *time < model_s_ + count * step_s; ++time) {
                const double position = (*time - model_s_) / step_s;
                const int sample = std::min(static_cast<int>(position), count - 1);
                out.push_back({sample, neuron, position - sample});
            }
        };
        for (std::size_t neuron = 0; neuron < signal.spikes_s.size(); ++neuron)
            within(signal.spikes_s[neuron], static_cast<int>(neuron), spikes_);
        std::stable_sort(spikes_.begin(), spikes_.end(), [](const SpikeEvent& a, const SpikeEvent& b) {
            return a.sample + a.offset < b.sample + b.offset;
        });
        within(signal.stimuli_s, 0, stimuli_);
        if (signal.resets)
            for (const auto& spike : spikes_)
                if (spike.neuron == 0)
                    breakpoints_.push_back({spike.sample, spike.offset, signal.threshold_mv, signal.reset_mv, true});
        tap_.push({voltage_, current_, spikes_, breakpoints_, stimuli_, sample_, rate_hz_, time_scale});
        skip(count);
    }

    TraceTap& tap_;
    double rate_hz_;
    int block_;
    std::int64_t sample_ = 0;
    double model_s_ = 0.0;
    std::vector<double> voltage_, current_;
    std::vector<SpikeEvent> spikes_, stimuli_;
    std::vector<VoltageBreakpoint> breakpoints_;
};

/// Runs a signal straight into a history.
inline void run_into(TraceHistory& history, TraceTap& tap, Feed& feed, const Signal& signal, std::int64_t samples) {
    for (constexpr std::int64_t at_once = 8192; samples > 0; samples -= at_once) {
        feed.run(signal, std::min(samples, at_once));
        history.drain(tap);
    }
}

} // namespace soma::scope::test
