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
    std::array<float, SpikeKernel::taps> values;
    for (const auto& event : events) {
        const int row = std::clamp(event.sample - first_sample, 0, frames - 1);
        kernel_.at(1.0 - event.offset, values);
        const StereoGain gain = gains[static_cast<unsigned>(event.neuron) % gains.size()];
        float* mono = mono_.data() + row + 1;
        float* left = left_.data() + row + 1;
        float* right = right_.data() + row + 1;
        for (unsigned j = 0; j < SpikeKernel::taps; ++j) {
            mono[j] += values[j];
            left[j] += gain.left * values[j];
            right[j] += gain.right * values[j];
        }
    }
    written_ = frames;
}

} // namespace soma::sound
