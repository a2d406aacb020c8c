#pragma once

#include "Sound/Ramp.h"
#include "Sound/SpikeBus.h"
#include "Sound/SpikeSound.h"

#include <array>
#include <span>

namespace soma::sound {

/// Turns the stereo spike bus into the chosen spike sound. A change of sound cross-fades over 10 ms.
/// Audio thread after `prepare`; nothing allocates.
class SpikeVoice {
  public:
    SpikeVoice();

    void prepare(double sample_rate_hz);
    void reset() noexcept;

    /// Cheap when nothing changed, some µs when something did.
    void set(SpikeSound sound, const SpikeSoundSettings& settings);

    /// Adds the sound, times `level`, to both outputs; all five spans have the same length,
    /// at most SpikeBus::max_frames.
    void process(std::span<const float> bus_left, std::span<const float> bus_right, std::span<const double> level,
                 std::span<double> left, std::span<double> right) noexcept;

  private:
    struct Slot {
        SpikeFilter filter;
        std::array<StereoBiquad, SpikeFilter::sections> memory;
        Ramp share{0.01};
    };

    double sample_rate_hz_ = 48000.0;
    SpikeSound sound_ = SpikeSound::click;
    SpikeSoundSettings settings_;
    std::array<Slot, spike_sounds> slots_;
    std::array<StereoFrame, SpikeBus::max_frames> frames_{};
};

} // namespace soma::sound
