#pragma once

#include "CommandLine/FilesRead.h"

#include "Engine/Engine.h"
#include "State/Cell.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace soma::command {

/// --preset, --cell, --set and --seed as they were typed.
struct InstrumentOptions {
    std::string preset, cell;
    std::vector<std::string> settings;
    std::string seed;
};

/// --preset, --cell and --set.
void add_cell_options(CLI::App& command, InstrumentOptions& options);
/// Those and --seed.
void add_options(CLI::App& command, InstrumentOptions& options);

/// The neuron and all its settings: the preset first, then the cell, then each --set in order, then the seed.
struct Instrument {
    std::optional<Cell> cell;
    std::string preset; ///< its name
    Snapshot values;
    InitialValues stated; ///< where the cell or the preset says that this model starts
    membrane::Initial initial;
};

/// Throws UsageError for an unknown preset, cell, parameter or value, FormatError for a file that cannot be used.
Instrument make_instrument(const InstrumentOptions& options, FilesRead& read);

} // namespace soma::command
