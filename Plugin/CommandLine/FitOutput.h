#pragma once

#include "CommandLine/Outputs.h"

#include "Recording/Fit.h"
#include "Recording/Scores.h"

#include <string>
#include <vector>

namespace soma::command {

/// A fit with its scores.
struct FittedRecording {
    std::string input, model;
    std::vector<int> fit_numbers; ///< of the sweeps that were fitted
    recording::Fit fit;
    bool tested_apart = false; ///< the scored sweeps are not those of the fit
    std::vector<recording::FitSweep> tested;
    std::vector<recording::SweepScore> scores; ///< one for each of `tested`
};

/// For people: values with their intervals, scores sweep by sweep.
std::string fit_text(const FittedRecording& fitted);
/// A cell's file (State/Cell.h).
std::string fitted_cell(const FittedRecording& fitted);
/// The scored sweep with most spikes.
void write_fit_plot(Output& output, const FittedRecording& fitted);

} // namespace soma::command
