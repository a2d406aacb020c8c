#pragma once

#include "Core/Limits.h"
#include "Sound/SpikeKernel.h"

#include <algorithm>
#include <array>
#include <span>

namespace soma::sound {

/// Rows of band-limited pulses, a quantum at a time: what begins in one quantum ends in the next. Audio thread.
class PulseRow {
  public:
    /// Not on the audio thread: computes the pulse's table, which the process keeps. The first spike finds it there.
    PulseRow() { SpikeKernel::shared(); }

    void reset() noexcept {
        row_.fill(0.0f);
        written_ = 0;
    }

    /// Begins a quantum: the tail of earlier pulses becomes its start, with the sums it already holds.
    void begin(int frames) noexcept {
        if (written_ > 0) {
            std::copy(row_.begin() + written_, row_.begin() + written_ + SpikeKernel::taps, row_.begin());
            std::fill(row_.begin() + SpikeKernel::taps, row_.end(), 0.0f);
        }
        written_ = frames;
    }

    /// Row 0 … limits::quantum; a pulse writes the taps from there.
    float* at(int row) noexcept { return row_.data() + row; }
    std::span<const float> rows() const noexcept { return std::span(row_).first(limits::quantum); }

  private:
    alignas(64) std::array<float, limits::quantum + SpikeKernel::taps> row_{};
    int written_ = 0; ///< rows of the quantum
};

/// A pulse to be added: SpikeKernel's values from `delay` on, times two weights, to two rows.
struct Pulse {
    float *left, *right; ///< the first row of each; right may be null
    float to_left, to_right;
    double delay; ///< from the spike to the first row, in samples: 0 … 1
};

/// Adds pulses in their order; the same bits on every SIMD target.
void add_pulses(std::span<const Pulse> pulses) noexcept;

} // namespace soma::sound
