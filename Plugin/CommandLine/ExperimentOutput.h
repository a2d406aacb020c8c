#pragma once

#include "CommandLine/InstrumentOptions.h"
#include "CommandLine/Outputs.h"

#include "Bench/Catalogue.h"
#include "Bench/OutcomeCsv.h"

#include <vector>

namespace soma::command {

/// An experiment, the cells that it was done to (at least one), and its outcomes.
struct ExperimentRun {
    const bench::ExperimentKind& kind;
    bench::Protocol protocol;
    std::vector<Instrument> instruments;
    std::vector<bench::CellOutcome> outcomes;
    bool several; ///< asked for as several cells: one table of all
};

/// Figures with unit and note, and the table where it is short, for people to read.
std::string experiment_text(const ExperimentRun& run);

void write_experiment_csv(Output& output, const ExperimentRun& run);

/// Up to this many cells fit into one picture.
constexpr std::size_t most_drawn_cells = 5;

void write_experiment_plot(Output& output, const ExperimentRun& run);

} // namespace soma::command
