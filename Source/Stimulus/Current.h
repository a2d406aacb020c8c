#pragma once

#include "Core/Limits.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soma::stimulus {

/// A jump of the current inside a sample; it lasts to that sample's end (later samples hold the new value themselves).
struct Jump {
    std::int32_t sample;
    double offset; ///< 0 < offset < 1, in samples
    double delta_pa;
};

/// Current over a block, in pA: one held value a sample, and the exact instants at which it changes inside samples.
/// Sources add to it in turn; finish() puts the jumps in order. Nothing allocates after prepare.
class Current {
  public:
    /// Where a stimulus begins within the block: for triggers, so beyond limits::stimulus_onsets none is noted.
    struct Onset {
        std::int32_t sample;
        double offset; ///< 0 ≤ offset < 1, in samples
    };

    void prepare(int max_frames) {
        held_.assign(static_cast<std::size_t>(max_frames), 0.0);
        jumps_.reserve(limits::current_jumps);
        onsets_.reserve(limits::stimulus_onsets);
    }

    void begin(int frames) noexcept {
        frames_ = static_cast<std::size_t>(frames);
        std::fill_n(held_.begin(), frames_, 0.0);
        jumps_.clear();
        onsets_.clear();
    }

    void add(int sample, double pa) noexcept { held_[static_cast<std::size_t>(sample)] += pa; }

    /// Where there is no more room the jump is spread over its sample: the charge stays exact.
    void add_jump(int sample, double offset, double delta_pa) noexcept {
        if (jumps_.size() < limits::current_jumps)
            jumps_.push_back({sample, offset, delta_pa});
        else
            add(sample, delta_pa * (1.0 - offset));
    }

    void add_onset(int sample, double offset) noexcept {
        if (onsets_.size() < limits::stimulus_onsets) onsets_.push_back({sample, offset});
    }

    void finish() noexcept {
        std::sort(jumps_.begin(), jumps_.end(), [](const Jump& a, const Jump& b) {
            return a.sample != b.sample   ? a.sample < b.sample
                   : a.offset != b.offset ? a.offset < b.offset
                                          : a.delta_pa < b.delta_pa;
        });
    }

    std::span<const double> held_pa() const noexcept { return {held_.data(), frames_}; }
    std::span<double> held_pa() noexcept { return {held_.data(), frames_}; }
    std::span<const Jump> jumps() const noexcept { return jumps_; }
    std::span<const Onset> onsets() const noexcept { return onsets_; }

  private:
    std::vector<double> held_;
    std::vector<Jump> jumps_;
    std::vector<Onset> onsets_;
    std::size_t frames_ = 0;
};

} // namespace soma::stimulus
