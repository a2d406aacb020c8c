#pragma once

#include "Bench/Outcome.h"

#include <span>
#include <string>
#include <string_view>

/// Outcomes as CSV text. Any thread.
namespace soma::bench {

/// An outcome and the id of its cell.
struct CellOutcome {
    std::string cell;
    Outcome outcome;
};

/// Lines that begin with '#': `provenance` (as given, whole lines), the experiment, its figures and remarks; then the
/// header and the rows. Unknown values are empty fields.
std::string csv_text(const Outcome&, std::string_view provenance);

/// Several cells in one table: a first column `cell`, then every column that any of them has. At least one cell.
std::string csv_text(std::span<const CellOutcome>, std::string_view provenance);

/// Strength–durations in the course's own layout, so that its notebook reads
/// it unchanged: no comments, first column `ms` with the durations in the order of the protocol, then one column per
/// cell, named by the last part of its id, thresholds in nA. All outcomes are of one protocol.
std::string course_csv_text(std::span<const CellOutcome>);

} // namespace soma::bench
