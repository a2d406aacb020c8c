#pragma once

#include "Engine/Engine.h"
#include "State/Cell.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace soma::command {

/// --cell, --set and --seed as they were typed.
struct InstrumentOptions {
    std::string cell;
    std::vector<std::string> settings;
    std::string seed;
};

/// --cell and --set.
void add_cell_options(CLI::App& command, InstrumentOptions& options);
/// Those and --seed.
void add_options(CLI::App& command, InstrumentOptions& options);

/// The neuron and all its settings: the cell first, then each --set in order, then the seed.
struct Instrument {
    std::optional<Cell> cell;
    Snapshot values;
    membrane::Initial initial;
};

/// Throws UsageError for an unknown cell, parameter or value, FormatError for a cell file that cannot be used.
Instrument make_instrument(const InstrumentOptions& options);

} // namespace soma::command
