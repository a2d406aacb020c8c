#pragma once

#include "State/FormatError.h"

#include <string_view>
#include <vector>

namespace soma {

/// A current, and perhaps a conductance, sample by sample.
struct RecordedStimulus {
    std::vector<double> current_pa;
    std::vector<double> conductance_ns; ///< as many, or none
};

/// Beyond it a number is a mistake in its unit.
constexpr double largest_current_pa = 1e9;
constexpr double largest_conductance_ns = 1e9;

/// Reads a table whose header names the column current_pA, and perhaps conductance_nS; other columns are not looked at,
/// lines that start with '#' neither. One row per sample. Throws FormatError naming file, line and column. Any thread
/// but the audio thread.
RecordedStimulus read_stimulus_csv(std::string_view file, std::string_view text);

} // namespace soma
