#pragma once

#include "Recording/FitProblem.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace soma::recording {

struct FitOptions {
    int threads = 1;
    std::uint64_t seed = 1;
    /// Searches from different places: the first from the values in closed form, the others from the end of a global
    /// search, each with another seed.
    int searches = 4;
};

/// How far a fit is, 0 … 1, and what it does; false ends it (by Cancelled). Called on the thread that called fit_model.
using FitProgress = std::function<bool(double share)>;
struct Cancelled {};

/// A number that the fit found, with the interval that holds the true one in 95 of 100 fits.
struct FittedValue {
    Id id;
    double value, low, high; ///< low, high: NaN where the recording does not determine them
};

struct Fit {
    Snapshot values; ///< the neuron
    std::vector<FittedValue> fitted;
    double onset_ms = 0.0;
    double voltage_rms_mv = 0.0, miss_rms = 0.0; ///< of what is left (ForcedVoltage::misses)
    bool settled = false;
};

/// Fits a model to sweeps: values in closed form first, then least squares of the subthreshold voltage and of the
/// spikes' misses from several places, which NLopt's controlled random search (CRS2-LM) finds on a part of the data.
/// The best of all is taken, its weights are those of its residuals, and a bootstrap over sweeps gives the intervals,
/// widened by what the values change when all spikes come later by the resolution of their detection. The result
/// depends on data, options.seed and options.searches, not on the number of threads. Throws FormatError (without a
/// file's name) where the data do not suffice, Cancelled.
Fit fit_model(ModelId model, const FitData& data, const FitOptions& options, const FitProgress& progress = {});

} // namespace soma::recording
