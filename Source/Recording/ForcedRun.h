#pragma once

#include "Parameters/Snapshot.h"
#include "Recording/FitData.h"

#include <vector>

namespace soma::recording {

/// A model that gets the recorded current and fires when the cell fired: its own threshold is set aside,
/// its own reset and all that a spike leaves behind are kept (as the GLIF papers compare the subthreshold voltage).
struct ForcedVoltage {
    std::vector<double> voltage_mv; ///< mean over each bin; NaN where the model (AdEx alone) fired before the cell
    /// How far the model was from firing by itself at each recorded spike. Models with a threshold: V less threshold,
    /// in mV. AdEx, which has an upstroke: its own spike less the recorded one, in ms, both saturating at a few.
    std::vector<double> misses;
};

/// `onset_ms`: from the recorded threshold to the model's spike; for AdEx alone, whose spike is the end of an upstroke.
/// For models rc, lif, glif1 to glif5 and adex. Starts at the sweep's first voltage.
ForcedVoltage run_forced(const Snapshot& values, const FitSweep& sweep, double onset_ms = 0.0);

/// 1 − var(recorded − model)/var(recorded) over the bins that touch no spike and in which the model has a voltage; NaN
/// without variance.
double explained_variance(const FitSweep& sweep, const ForcedVoltage& model);

/// The model by itself with the recorded current, from the sweep's first voltage on.
struct FreeVoltage {
    std::vector<double> voltage_mv; ///< mean over each bin
    std::vector<double> spikes_ms;
};
FreeVoltage run_free(const Snapshot& values, const FitSweep& sweep);

} // namespace soma::recording
