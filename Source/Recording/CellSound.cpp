#include "Recording/CellSound.h"

#include "Engine/SettingsMap.h"

#include <algorithm>
#include <array>

namespace soma::recording {

void CellSound::prepare(double sample_rate_hz) {
    mixer_.prepare(sample_rate_hz);
    spikes_.reserve(limits::quantum);
    signal_ = nullptr;
}

void CellSound::set(const Snapshot& values) noexcept {
    auto mix = mix_settings(values, 1);
    mix.voltage_scale_per_mv = sound::full_scale_per_mv;
    mixer_.set(mix);
}

void CellSound::process(const SweepSignal& signal, double at_ms, double step_ms, std::span<float> left,
                        std::span<float> right) noexcept {
    constexpr double rounding = 1e-6; // of a step
    if (&signal != signal_ || at_ms < end_ms_ - rounding * step_ms) {
        signal_ = &signal;
        lowpass_.reset(signal.voltage_mv(at_ms, step_ms));
        mixer_.restart();
        const auto& all = signal.spikes_ms();
        next_spike_ = static_cast<std::size_t>(std::ranges::lower_bound(all, at_ms) - all.begin());
    }
    for (std::size_t done = 0; done < left.size();) {
        const auto now = std::min<std::size_t>(left.size() - done, limits::quantum);
        quantum(signal, at_ms + static_cast<double>(done) * step_ms, step_ms, left.subspan(done, now),
                right.subspan(done, now));
        done += now;
    }
    end_ms_ = at_ms + static_cast<double>(left.size()) * step_ms;
}

void CellSound::quantum(const SweepSignal& signal, double at_ms, double step_ms, std::span<float> left,
                        std::span<float> right) noexcept {
    const auto frames = left.size();
    std::array<double, limits::quantum> begin_mv, slope, end_mv, filtered;
    double mv = signal.voltage_mv(at_ms, step_ms);
    for (std::size_t k = 0; k < frames; ++k) {
        begin_mv[k] = mv;
        mv = signal.voltage_mv(at_ms + static_cast<double>(k + 1) * step_ms, step_ms);
        end_mv[k] = mv;
        slope[k] = end_mv[k] - begin_mv[k];
    }
    const auto rows = [&](auto& row) { return std::span<double>(row).first(frames); };
    lowpass_.process({rows(begin_mv), rows(slope), rows(end_mv), rows(slope), {}, {}}, rows(filtered));
    spikes_.clear();
    const auto& all = signal.spikes_ms();
    for (; next_spike_ < all.size() && spikes_.size() < spikes_.capacity(); ++next_spike_) {
        const double samples = (all[next_spike_] - at_ms) / step_ms;
        if (samples >= static_cast<double>(frames)) break;
        const auto sample = static_cast<std::int32_t>(std::max(samples, 0.0));
        spikes_.push_back({sample, 0, std::clamp(samples - sample, 0.0, 1.0 - 1e-9), all[next_spike_]});
    }
    mixer_.process({spikes_, rows(filtered), {}}, {left, right, {}});
}

} // namespace soma::recording
