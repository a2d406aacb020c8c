#pragma once

#include <array>

namespace soma {

/// The frequency of each MIDI key while A4 is set to 440 Hz. Plain data; any thread.
struct KeyFrequencies {
    static constexpr int keys = 128;

    bool equal_temperament = true; ///< twelve equal steps an octave; `hz` is then not looked at
    std::array<double, keys> hz{}; ///< 0: the key is silent

    bool operator==(const KeyFrequencies&) const = default;
};

} // namespace soma
