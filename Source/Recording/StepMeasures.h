#pragma once

#include "Bench/Outcome.h"
#include "Parameters/Snapshot.h"
#include "Recording/SpikeDetection.h"
#include "Recording/Sweep.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// The bench's experiments on a recording: what its steps of current tell, of the cell and of a model alike.
namespace soma::recording {

/// The one step of current in a sweep, from its holding current.
struct CurrentStep {
    double begin_ms, end_ms;
    double holding_pa, amplitude_pa; ///< amplitude: above the holding current

    double duration_ms() const { return end_ms - begin_ms; }
};
/// Nothing where the current is not one step: unknown, constant, a ramp, noise. A test pulse before the step that lasts
/// less than a quarter of it is passed over; a recorded current may be noisy by 2 % of the step.
std::optional<CurrentStep> find_step(const Sweep& sweep);

/// The result of one step.
struct StepMeasure {
    int number; ///< of the sweep
    CurrentStep step;
    std::vector<double> spikes_ms; ///< during the step, from its onset
    double baseline_mv;            ///< mean over the last 50 ms before the step (or what there is)
    double settled_mv;             ///< mean over the last tenth of the step; NaN where the cell fired
    std::vector<double> fall_mv;   ///< of a silent step: V from onset on, means over …
    double fall_interval_ms;       ///< … this, 0.1 ms or one sample

    double rate_hz() const { return 1000.0 * static_cast<double>(spikes_ms.size()) / step.duration_ms(); }
};

/// Everything that can be said of a cell by its steps. NaN: the steps do not tell.
struct StepSummary {
    std::vector<StepMeasure> steps; ///< by amplitude
    double rest_mv, resistance_mohm, tau_ms, sag_percent;
    double below_pa, above_pa; ///< the rheobase's bracket: the largest silent step and the smallest that fires
    double fi_slope;           ///< spikes/s for each pA, over the steps that fire
    /// Means over the spikes of the smallest step that fires; NaN for a model that draws no spike.
    double threshold_mv, peak_mv, width_ms, trough_mv, upstroke;
};

/// The cell's: spikes are found in the voltage.
StepSummary measure_cell(std::span<const Sweep> sweeps);
/// The model's, with the recorded currents from its own rest: spikes are the model's.
StepSummary measure_model(const Snapshot& values, std::span<const Sweep> sweeps);

/// Both side by side: figures in pairs, the table of all steps, f–I curves. Without a model the cell alone.
bench::Outcome step_outcome(const StepSummary& cell, const std::optional<StepSummary>& model, const std::string& title);

} // namespace soma::recording
