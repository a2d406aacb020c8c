#pragma once

#include "Bench/Outcome.h"
#include "Recording/FitData.h"
#include "Recording/ForcedRun.h"

#include <span>
#include <string>
#include <vector>

namespace soma::recording {

/// How well a model does what the cell did in one sweep. NaN where a measure is not defined.
struct SweepScore {
    int number = 0;
    std::size_t recorded_spikes = 0, model_spikes = 0;
    double explained_variance = 0.0; ///< of the subthreshold voltage, with the cell's spikes forced (ForcedRun.h)
    double gamma = 0.0;              ///< Γ at 4 ms, the model running free (Coincidence.h)
    double temporal_variance = 0.0;  ///< explained temporal variance at 10 ms, running free
};
SweepScore score(const Snapshot& values, const FitSweep& sweep, double onset_ms);

/// Means of the measures where they are defined, and all spikes together.
SweepScore mean_score(std::span<const SweepScore> scores);

/// A picture of one sweep: what was recorded, the model running free, and below it what is left of the subthreshold
/// voltage with forced spikes, with the scores as figures.
bench::Outcome beside(const Snapshot& values, const FitSweep& sweep, double onset_ms, const std::string& title,
                      const SweepScore& all);

} // namespace soma::recording
