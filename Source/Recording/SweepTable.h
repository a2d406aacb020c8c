#pragma once

#include "Recording/Sweep.h"
#include "State/FormatError.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace soma::recording {

/// Reads sweeps from a table whose header names voltage_mV (or voltage_V), and perhaps current_pA (or current_nA),
/// time_s or time_ms, and sweep. One row a sample; the rows of a sweep stand together. Without times a comment
/// "# sample_rate_hz: 20000" says how far apart they are. Throws FormatError naming file, line and column.
std::vector<Sweep> read_sweep_table(std::string_view file, std::string_view text);

/// The same table, which read_sweep_table reads back bit for bit where the voltage has a scale (else its column is
/// percent_of_full_scale): `sweep` is a column where there are several.
std::string sweep_table_header(const Sweep& sweep, bool several);
void append_sweep(std::string& csv, const Sweep& sweep, bool several);

} // namespace soma::recording
