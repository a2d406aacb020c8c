#pragma once

#include "Core/SpikeEvent.h"
#include "Sound/PulseRow.h"

#include <span>

namespace soma::sound {

/// Renders spikes as band-limited impulses of integral 1 at their exact times. A spike at sample n, offset x is heard
/// from row n + 1 on. Sums run in the order of the spikes, so how a render is cut changes no bit. Audio thread; nothing
/// allocates.
class SpikeBus {
  public:
    void reset() noexcept { row_.reset(); }

    /// Writes rows 0 … frames − 1 of this quantum; at most limits::quantum.
    void render(std::span<const SpikeEvent> events, int frames) noexcept;

    std::span<const float> rows() const noexcept { return row_.rows(); }

    /// The row at which a spike begins, kept within the quantum.
    static int row_of(const SpikeEvent& event, int frames) noexcept {
        return std::clamp(event.sample, 0, frames - 1) + 1;
    }

  private:
    PulseRow row_;
};

} // namespace soma::sound
