#pragma once

#include "Core/KeyFrequencies.h"
#include "State/FormatError.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace soma {

/// The texts of Scala's two kinds of file: a scale (.scl) and how it lies on the keyboard (.kbm). Either may be empty.
/// https://www.huygens-fokker.org/scala/scl_format.html, https://www.huygens-fokker.org/scala/help.htm#mappings
struct Tuning {
    std::string scale, keyboard;

    bool operator==(const Tuning&) const = default;
};

/// A scale (.scl).
struct TuningScale {
    std::string description;
    std::vector<double> cents; ///< of each degree above the first note; the last one is where the scale repeats
};

/// A keyboard mapping (.kbm).
struct KeyboardMapping {
    int first_key = 0, last_key = KeyFrequencies::keys - 1; ///< the others are silent
    int middle_key = 60;                                    ///< where the mapping begins: degree 0
    int reference_key = 60;
    double reference_hz = 0.0;
    int octave_degree = 0;                  ///< the degree where the mapping repeats; 0: the scale's last
    std::vector<std::optional<int>> degree; ///< of each key from the middle one on; none: silent. Empty: all in order
};

/// Both throw FormatError, which names `file` and the line.
TuningScale read_scale(std::string_view file, std::string_view text);
KeyboardMapping read_keyboard_mapping(std::string_view file, std::string_view text);

/// Without a scale: twelve equal steps. Without a mapping the scale begins at middle C, key 60, which keeps the
/// frequency that it has in equal temperament. Keys below 1 Hz or above 30 kHz are silent. Throws FormatError.
KeyFrequencies key_frequencies(const Tuning& tuning, std::string_view scale_file = "scale",
                               std::string_view keyboard_file = "keyboard mapping");

} // namespace soma
