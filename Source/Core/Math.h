#pragma once

#include <cmath>

namespace soma {

/// (e^x − 1)/x, 1 at x = 0. The removable singularity of every exponential propagator and of the 1952 rates.
inline double exprel(double x) { return std::abs(x) < 1e-9 ? 1.0 + 0.5 * x : std::expm1(x) / x; }

inline double decibels_to_gain(double db) { return std::pow(10.0, db / 20.0); }

/// Any thread. Numbers that no membrane or sound stage can use are told apart from those it can.
inline bool usable(double value, double limit) { return std::abs(value) <= limit; } // false for NaN

} // namespace soma
