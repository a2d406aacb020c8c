#pragma once

#include <cstdint>

namespace soma {

/// A raw MIDI message of at most three bytes at its sample within a block.
struct MidiEvent {
    std::int32_t sample = 0;
    std::uint8_t bytes[3] = {0, 0, 0};

    int status() const noexcept { return bytes[0] & 0xf0; }
    int channel() const noexcept { return bytes[0] & 0x0f; }
};

} // namespace soma
