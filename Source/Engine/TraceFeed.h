#pragma once

#include "Engine/Sweep.h"
#include "Scope/TraceTap.h"
#include "Stimulus/Current.h"

#include <span>
#include <vector>

namespace soma {

/// Hands the exact traces of neuron 0 to an open scope: V with its corners at their true instants, never the filtered
/// one. Costs one load while the scope is closed. RT.
class TraceFeed {
  public:
    void prepare() {
        corners_.reserve(max_marks);
        onsets_.reserve(max_marks);
    }
    void connect(scope::TraceTap* tap) noexcept { tap_ = tap; }

    void push(const Sweep& sweep, std::span<const stimulus::Current::Onset> onsets, std::span<const double> voltage_mv,
              std::span<const double> current_pa, double sample_rate_hz, double time_scale) noexcept {
        const auto first_sample = samples_;
        samples_ += static_cast<std::int64_t>(voltage_mv.size());
        if (tap_ == nullptr || !tap_->subscribed()) return;
        collect_corners(sweep);
        onsets_.clear();
        for (const auto& onset : onsets)
            if (onsets_.size() < max_marks) onsets_.push_back({onset.sample, 0, onset.offset});
        tap_->push(
            {voltage_mv, current_pa, sweep.spikes(), corners_, onsets_, first_sample, sample_rate_hz, time_scale});
    }

  private:
    static constexpr std::size_t max_marks = 4096;

    /// Where two pieces of V meet within a sample: a reset, the end of a refractory period, a jump of the current.
    void collect_corners(const Sweep& sweep) noexcept {
        corners_.clear();
        const VoltagePiece* before = nullptr;
        auto spike = sweep.spikes().begin();
        for (const auto& piece : sweep.pieces()) {
            if (piece.neuron != 0) continue;
            if (before != nullptr && before->sample == piece.sample && corners_.size() < max_marks) {
                while (spike != sweep.spikes().end() &&
                       (spike->neuron != 0 || spike->sample < piece.sample ||
                        (spike->sample == piece.sample && spike->offset < piece.start)))
                    ++spike;
                const bool fires =
                    spike != sweep.spikes().end() && spike->sample == piece.sample && spike->offset == piece.start;
                corners_.push_back({piece.sample, piece.start, before->end_mv, piece.begin_mv, fires});
            }
            before = &piece;
        }
    }

    scope::TraceTap* tap_ = nullptr;
    std::vector<scope::VoltageVertex> corners_;
    std::vector<SpikeEvent> onsets_;
    std::int64_t samples_ = 0; ///< since the beginning: a reset of the neuron does not turn the scope's time back
};

} // namespace soma
