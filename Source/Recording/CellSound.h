#pragma once

#include "Core/Limits.h"
#include "Parameters/Snapshot.h"
#include "Recording/SweepSignal.h"
#include "Sound/Mixer.h"
#include "Sound/VoltageLowpass.h"

#include <span>
#include <vector>

namespace soma::recording {

/// A recorded cell as the engine would sound it: its voltage through the same lowpass, its spikes by the same voice,
/// both by the same levels and limiter, so that cell and model differ in their voltages alone. The voltage is as loud
/// as that of a model of which nothing is known (sound::full_scale_per_mv).
class CellSound {
  public:
    /// Allocates; audio stopped.
    void prepare(double sample_rate_hz);
    /// Audio thread: the levels and the spikes' sound of these parameters.
    void set(const Snapshot& values) noexcept;
    /// Audio thread, before the first block: every level stands where it is set.
    void jump() noexcept { mixer_.jump(); }

    /// Audio thread. The next samples of the sweep from model time `at_ms` on, `step_ms` apart; both channels alike.
    /// Earlier than the last block ended: the sweep begins again. Any number of frames.
    void process(const SweepSignal& signal, double at_ms, double step_ms, std::span<float> left,
                 std::span<float> right) noexcept;

  private:
    void quantum(const SweepSignal& signal, double at_ms, double step_ms, std::span<float> left,
                 std::span<float> right) noexcept;

    sound::Mixer mixer_;
    sound::VoltageLowpass lowpass_;
    const SweepSignal* signal_ = nullptr;
    double end_ms_ = 0.0;        ///< of the last block
    std::size_t next_spike_ = 0; ///< in the signal's list
    std::vector<SpikeEvent> spikes_;
};

} // namespace soma::recording
