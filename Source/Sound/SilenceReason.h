#pragma once

#include <cstdint>

namespace soma::sound {

/// Why nothing is heard. The first that holds, in this order.
enum class SilenceReason : std::uint8_t {
    none,
    muted,
    output_off,
    all_levels_off,
    fading_in,
    no_spikes, ///< only the spikes' level is up and nothing has fired for a second
    at_rest,   ///< levels are up, but nothing moves
};

} // namespace soma::sound
