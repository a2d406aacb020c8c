#pragma once

#include "Parameters/Snapshot.h"
#include "State/FormatError.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace soma {

/// Where a neuron starts, by name: "voltage_mV" and names of the model's internal variables.
using InitialValues = std::map<std::string, double, std::less<>>;

/// A piece of the current that a published figure was made with: begins at current_pa and moves by the slope.
struct StimulusSegment {
    double begin_ms, end_ms, current_pa, slope_pa_per_ms;
};

/// A neuron as a file describes it: its model, and what differs from the table's defaults.
struct Cell {
    std::string id;     ///< "allen/474626527"
    std::string name;   ///< for people
    std::string source; ///< where the numbers come from
    double model;       ///< index of the choice parameter `model`
    std::vector<std::pair<Id, double>> parameters;
    InitialValues initial;
    std::vector<StimulusSegment> published_stimulus;

    std::string_view model_name() const { return choice_name(parameter(Id::model), model); }
};

/// Reads and validates a cells file,
///   {"format": "somaphone-cells", "version": 1, "source": "…", "cells": [cell, …]}
/// or one cell alone. A cell is
///   {"id": "…", "name": "…", "source": "…", "model": "lif", "parameters": {"rest_mv": -62.6, "refractory_ms": "1 ms"},
///    "initial": {"voltage_mV": -65, "m": 0.05}, "published_stimulus": [[begin_ms, end_ms, pA, pA/ms], …]}
/// where source, initial and published_stimulus may be left out (a cell without a source has the file's), and of a cell
/// alone also id and name (the file's). Throws FormatError naming file, cell and field.
std::vector<Cell> read_cells(std::string_view file, std::string_view text);

/// Does the parameter describe the neuron itself, so that a cell may set it? Stimulus, sound and so on are not a
/// cell's.
bool belongs_to_cell(const Parameter& parameter);

/// Makes the snapshot's neuron this cell, whatever it was before: what the cell does not state is at its default. All
/// that is not the neuron stays as it is.
void apply(const Cell& cell, Snapshot& snapshot);

} // namespace soma
