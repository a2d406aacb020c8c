#pragma once

#include <cmath>

namespace soma::membrane {

/// The lowest V in [low_mv, high_mv] at which a steady outward current (a function of V, any unit) turns from inward to
/// outward: where a membrane without input rests. fallback_mv when the current does not change its sign there.
template <class Current>
double resting_voltage_mv(const Current& outward, double low_mv, double high_mv, double fallback_mv) {
    constexpr double scan_mv = 1.0;
    double below_mv = low_mv, inward = outward(low_mv);
    if (!(inward <= 0.0)) return fallback_mv;
    for (double above_mv = low_mv; above_mv < high_mv;) {
        above_mv = std::fmin(above_mv + scan_mv, high_mv);
        const double current = outward(above_mv);
        if (current > 0.0 || (current == 0.0 && inward < 0.0)) {
            double high = above_mv;
            while (high - below_mv > 1e-13 * (1.0 + std::abs(high))) {
                const double middle = 0.5 * (below_mv + high);
                if (middle <= below_mv || middle >= high) break;
                (outward(middle) > 0.0 ? high : below_mv) = middle;
            }
            return 0.5 * (below_mv + high);
        }
        below_mv = above_mv;
        inward = current;
    }
    return fallback_mv;
}

} // namespace soma::membrane
