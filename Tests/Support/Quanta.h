#pragma once

#include "Core/Limits.h"
#include "Core/SpikeEvent.h"
#include "Sound/Mixer.h"

#include <algorithm>
#include <span>
#include <vector>

namespace soma::test {

/// Hands out a long list of spikes part by part, each counted from the part's first sample, as the engine does.
class SpikeParts {
  public:
    explicit SpikeParts(std::span<const SpikeEvent> spikes)
        : left_(spikes) {}

    /// Those of samples `first` … first + frames − 1; the list stays until the next call.
    std::span<const SpikeEvent> next(std::size_t first, std::size_t frames) {
        part_.clear();
        for (; !left_.empty() && left_.front().sample < static_cast<int>(first + frames); left_ = left_.subspan(1)) {
            part_.push_back(left_.front());
            part_.back().sample -= static_cast<int>(first);
        }
        return part_;
    }

  private:
    std::span<const SpikeEvent> left_;
    std::vector<SpikeEvent> part_;
};

/// Mixes any number of rows, quantum by quantum. Allocates.
inline void mix(sound::Mixer& mixer, const sound::MixInput& input, const sound::MixOutput& output) {
    SpikeParts spikes(input.spikes);
    const std::size_t rows = output.left.size();
    for (std::size_t first = 0; first < rows; first += limits::quantum) {
        const std::size_t frames = std::min<std::size_t>(limits::quantum, rows - first);
        const auto part = [&](auto all) { return all.empty() ? all : all.subspan(first, frames); };
        mixer.process({spikes.next(first, frames), part(input.voltage_mv), part(input.stimulus_pa), input.places,
                       input.variance_mv2},
                      {part(output.left), part(output.right), part(output.spikes)});
    }
}

} // namespace soma::test
