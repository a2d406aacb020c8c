#pragma once

#include "Recording/FitData.h"

#include <optional>
#include <span>

namespace soma::recording {

/// A passive membrane that follows the recorded subthreshold voltage.
struct PassiveFit {
    double rest_mv, resistance_mohm, tau_ms;
    double rms_mv; ///< of what is left
};

/// V = E + R·(I filtered by τ), by least squares over the bins of each sweep before its first spike: E and R in closed
/// form for each τ (V is linear in both), τ by a golden-section search of its logarithm within 0.2 … 500 ms. Any
/// current will do. Nothing where the current never moves or V does not follow it.
std::optional<PassiveFit> fit_passive(std::span<const FitSweep> sweeps);

} // namespace soma::recording
