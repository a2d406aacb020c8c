#pragma once

#include "State/FormatError.h"
#include "State/SamplingTimes.h"

#include <optional>
#include <string_view>
#include <vector>

namespace soma {

/// A current, and perhaps a conductance, sample by sample.
struct RecordedStimulus {
    std::vector<double> current_pa;
    std::vector<double> conductance_ns; ///< as many, or none
    std::optional<Sampling> sampling;   ///< where the table says how far apart its rows are
};

/// Beyond it a number is a mistake in its unit.
constexpr double largest_current_pa = 1e9;
constexpr double largest_conductance_ns = 1e9;

/// Reads a table whose header names the column current_pA, and perhaps conductance_nS and time_s or time_ms (instants
/// in model time, evenly spaced). One row per sample, as many fields in each as in the header; other columns are not
/// looked at. Of lines that start with '#', "# sample_rate_hz: 20000" and "# time_scale: ×0.1" say how far apart the
/// rows are, as provenance_lines writes them. Throws FormatError naming file, line and column. Any thread but the audio
/// thread.
RecordedStimulus read_stimulus_csv(std::string_view file, std::string_view text);

} // namespace soma
