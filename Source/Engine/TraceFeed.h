#pragma once

#include "Core/Limits.h"
#include "Engine/BlockTrace.h"
#include "Scope/TraceTap.h"
#include "Stimulus/Current.h"

#include <span>
#include <vector>

namespace soma {

/// Hands the exact traces of neuron 0 to an open scope: V with its breakpoints at their true instants, never the
/// filtered one. Costs one load while the scope is closed. RT.
class TraceFeed {
  public:
    void prepare() {
        breakpoints_.reserve(limits::breakpoints);
        onsets_.reserve(limits::stimulus_onsets);
    }
    void connect(scope::TraceTap* tap) noexcept { tap_ = tap; }

    void push(const BlockTrace& block_trace, std::span<const stimulus::Current::Onset> onsets,
              std::span<const double> voltage_mv, std::span<const double> current_pa, double sample_rate_hz,
              double time_scale) noexcept {
        const auto first_sample = samples_;
        samples_ += static_cast<std::int64_t>(voltage_mv.size());
        if (tap_ == nullptr || !tap_->subscribed()) return;
        collect_breakpoints(block_trace);
        onsets_.clear();
        for (const auto& onset : onsets)
            if (onsets_.size() < limits::stimulus_onsets) onsets_.push_back({onset.sample, 0, onset.offset});
        tap_->push({voltage_mv, current_pa, block_trace.spikes(), breakpoints_, onsets_, first_sample, sample_rate_hz,
                    time_scale});
    }

  private:
    /// Where two segments of V meet within a sample: a reset, the end of a refractory period, a jump of the current.
    void collect_breakpoints(const BlockTrace& block_trace) noexcept {
        breakpoints_.clear();
        for (const auto& run : block_trace.runs()) {
            if (run.neuron != 0) continue;
            const auto segments = block_trace.segments(run);
            for (std::size_t i = 1; i < segments.size() && breakpoints_.size() < limits::breakpoints; ++i) {
                const auto &before = segments[i - 1], &after = segments[i];
                if (before.end_mv == after.begin_mv && before.end_slope == after.begin_slope) continue; // smooth
                breakpoints_.push_back({run.sample, after.start, before.end_mv, after.begin_mv, before.fires});
            }
        }
    }

    scope::TraceTap* tap_ = nullptr;
    std::vector<scope::VoltageBreakpoint> breakpoints_;
    std::vector<SpikeEvent> onsets_;
    std::int64_t samples_ = 0; ///< since the beginning: a reset of the neuron does not turn the scope's time back
};

} // namespace soma
