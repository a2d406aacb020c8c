#include "Sound/SpikeBus.h"

#include <algorithm>
#include <cassert>

namespace soma::sound {

void SpikeBus::reset() noexcept {
    for (Buffer* buffer : {&mono_, &left_, &right_}) buffer->fill(0.0f);
    written_ = 0;
}

/// The tail of earlier spikes becomes the start of the new piece, with the sums it already holds.
void SpikeBus::advance() noexcept {
    for (Buffer* buffer : {&mono_, &left_, &right_}) {
        std::copy(buffer->begin() + written_, buffer->begin() + written_ + SpikeKernel::taps, buffer->begin());
        std::fill(buffer->begin() + SpikeKernel::taps, buffer->end(), 0.0f);
    }
}

void SpikeBus::render(std::span<const SpikeEvent> events, int first_sample, int frames,
                      std::span<const StereoGain> gains) noexcept {
    assert(frames <= max_frames && !gains.empty());
    advance();
    if (!events.empty()) add(events, first_sample, frames, gains);
    written_ = frames;
}

} // namespace soma::sound
