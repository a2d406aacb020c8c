#pragma once

#include "Core/SpikeEvent.h"

#include <array>
#include <cstdint>
#include <limits>

namespace soma::sound {

/// How long ago each neuron fired last. Audio thread.
class SpikeIntervals {
  public:
    void reset() noexcept {
        last_.fill(-std::numeric_limits<double>::infinity());
        now_ = 0;
    }
    /// The neuron counts as having fired at this sample of the segment: its first interval runs from there.
    void start(std::int32_t neuron, int sample) noexcept { last(neuron) = static_cast<double>(now_ + sample); }

    /// Samples since the neuron's last spike, which this is from now on; infinite for the first. `sample` is counted
    /// from the begin of the segment.
    double take(const SpikeEvent& event, int sample) noexcept {
        const double now = static_cast<double>(now_ + sample) + event.offset, interval = now - last(event.neuron);
        last(event.neuron) = now;
        return interval;
    }
    void advance(int frames) noexcept { now_ += frames; }

  private:
    static constexpr std::size_t neurons = 4096 + 64; ///< a population, and the notes of the keyboard
    double& last(std::int32_t neuron) noexcept { return last_[static_cast<std::uint32_t>(neuron) % neurons]; }

    std::array<double, neurons> last_{};
    std::int64_t now_ = 0;
};

} // namespace soma::sound
