#pragma once

#include <span>

namespace soma::bench {

/// y = intercept + slope·x by unweighted least squares, and the rms of what is left.
struct LineFit {
    double intercept, slope, rms;
};
LineFit fit_line(std::span<const double> x, std::span<const double> y);

/// I = r + r·c/t (Weiss), fitted as the course's notebook does: unweighted least squares on the currents. The hyperbola
/// is a line in 1/t, so the minimum is found in closed form. t in ms, I in pA.
struct WeissFit {
    double rheobase_pa, chronaxie_ms, rms_pa;
    double at(double duration_ms) const { return rheobase_pa * (1.0 + chronaxie_ms / duration_ms); }
};
WeissFit fit_weiss(std::span<const double> durations_ms, std::span<const double> currents_pa);

/// v = end + (begin − end)·e^(−t/τ) by least squares: the two levels in closed form for each τ, τ by a golden-section
/// search. Samples at 0, interval, 2·interval …; needs at least four.
struct ExponentialFit {
    double begin, end, tau, rms;
};
ExponentialFit fit_exponential(std::span<const double> values, double interval);

} // namespace soma::bench
