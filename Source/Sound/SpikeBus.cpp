#include "Sound/SpikeBus.h"

#include <cassert>

namespace soma::sound {

void SpikeBus::render(std::span<const SpikeEvent> events, int frames) noexcept {
    assert(frames <= limits::quantum);
    row_.begin(frames);
    constexpr std::size_t most = 64;
    std::array<Pulse, most> pulses;
    while (!events.empty()) {
        const auto now = events.first(std::min(events.size(), most));
        for (std::size_t i = 0; i < now.size(); ++i)
            pulses[i] = {row_.at(row_of(now[i], frames)), nullptr, 1.0f, 0.0f, 1.0 - now[i].offset};
        add_pulses(std::span(pulses).first(now.size()));
        events = events.subspan(now.size());
    }
}

} // namespace soma::sound
