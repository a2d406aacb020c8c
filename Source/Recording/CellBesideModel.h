#pragma once

#include "Recording/CellSound.h"
#include "Sound/Ramp.h"

#include <cstdint>
#include <vector>

namespace soma::recording {

/// Who is heard while a recording plays.
enum class Listening : std::uint8_t {
    model,
    both, ///< cell left, model right
    cell,
};

/// A recorded cell and the model in one stereo sound. Changes of who is heard fade over 20 ms.
class CellBesideModel {
  public:
    /// Allocates for blocks of so many frames; audio stopped.
    void prepare(double sample_rate_hz, std::size_t max_block);
    /// Audio thread: the next block begins with every level where it is set.
    void jump() noexcept { jumps_ = true; }

    /// Audio thread. `left` and `right` hold the model's main output, of the parameters `values`, from model time
    /// `at_ms` on; afterwards what is heard. Without `right` both are in `left`, half as loud each where both are
    /// heard. At most as many frames as prepared.
    void process(const SweepSignal& signal, Listening listening, const Snapshot& values, double at_ms, double step_ms,
                 float* left, float* right, std::size_t frames) noexcept;

  private:
    void set_levels(Listening listening) noexcept;

    CellSound sound_;
    std::vector<float> cell_left_, cell_right_;
    sound::Ramp model_in_left_, model_in_right_, cell_in_left_, cell_in_right_;
    bool jumps_ = true;
};

} // namespace soma::recording
