#pragma once

#include "Plot/OutcomePlot.h"

#include "Parameters/Snapshot.h"

namespace soma::plot {

/// The neuron in one line: model and the parameters that make it, with units.
std::string neuron_text(const Snapshot& values);

/// Title, cell and parameters, and the outcome's first remark.
PageText page_text(const bench::Outcome& outcome, const std::string& cell, const Snapshot& values);

} // namespace soma::plot
