#pragma once

#include "Core/SpikeEvent.h"
#include "Sound/PopulationLaw.h"
#include "Sound/SpikeKernel.h"

#include <array>
#include <span>

namespace soma::sound {

/// Renders spikes as band-limited impulses at their exact times: one mono bus of integral 1 a spike, and a stereo bus
/// in which every neuron has its place. A spike at sample n, offset x is heard from row n + 1 on. Cost goes with the
/// number of spikes, not of neurons. Sums run in the order of the spikes, so how a render is cut changes no bit; nor
/// does the SIMD target. Audio thread; nothing allocates.
class SpikeBus {
  public:
    static constexpr int max_frames = 64; ///< rows per call; longer blocks come in pieces

    void reset() noexcept;

    /// Writes rows 0 … frames − 1 of this piece. `first_sample` is where the piece starts in the events' own count.
    /// `gains` is indexed by neuron modulo its size and is not empty.
    void render(std::span<const SpikeEvent> events, int first_sample, int frames,
                std::span<const StereoGain> gains) noexcept;

    std::span<const float> mono() const noexcept { return std::span(mono_).first(max_frames); }
    std::span<const float> left() const noexcept { return std::span(left_).first(max_frames); }
    std::span<const float> right() const noexcept { return std::span(right_).first(max_frames); }

  private:
    using Buffer = std::array<float, max_frames + SpikeKernel::taps>;

    void advance() noexcept;
    void add(std::span<const SpikeEvent> events, int first_sample, int frames,
             std::span<const StereoGain> gains) noexcept;

    const SpikeKernel& kernel_ = SpikeKernel::shared();
    alignas(64) Buffer mono_{};
    alignas(64) Buffer left_{};
    alignas(64) Buffer right_{};
    int written_ = 0; ///< rows of the last piece, no longer needed
};

} // namespace soma::sound
