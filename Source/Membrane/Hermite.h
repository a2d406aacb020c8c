#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace soma::membrane {

/// The cubic through V (mV) and dV/dt (mV/ms) at both ends of a step; time in ms from the step's begin. Its error is
/// V''''·h⁴/384.
struct Hermite {
    double duration_ms;
    double begin_mv;
    double begin_slope;
    double end_mv;
    double end_slope;

    static constexpr double never = std::numeric_limits<double>::infinity();

    double at(double ms) const noexcept {
        const double s = ms / duration_ms, r = 1.0 - s;
        return r * r * (1.0 + 2.0 * s) * begin_mv + s * s * (3.0 - 2.0 * s) * end_mv +
               duration_ms * s * r * (r * begin_slope - s * end_slope);
    }

    /// V stays within these two: the hull of the cubic's Bézier points.
    double lowest_mv() const noexcept {
        return std::min(std::min(begin_mv, end_mv), std::min(begin_handle_mv(), end_handle_mv()));
    }
    double highest_mv() const noexcept {
        return std::max(std::max(begin_mv, end_mv), std::max(begin_handle_mv(), end_handle_mv()));
    }

    /// The first instant at or after from_ms at which V is at or above the level, also when it comes back below before
    /// the step ends; never if there is none.
    double first_above(double level_mv, double from_ms) const noexcept { return first(level_mv, from_ms, 1.0); }
    double first_below(double level_mv, double from_ms) const noexcept { return first(level_mv, from_ms, -1.0); }

  private:
    double begin_handle_mv() const noexcept { return begin_mv + duration_ms * begin_slope / 3.0; }
    double end_handle_mv() const noexcept { return end_mv - duration_ms * end_slope / 3.0; }

    /// Between two neighbouring extrema the cubic is monotone: one bracket each, in order of time.
    double first(double level_mv, double from_ms, double sign) const noexcept {
        const auto excess = [&](double ms) { return sign * (at(ms) - level_mv); };
        if (excess(from_ms) >= 0.0) return from_ms;
        double begin = from_ms;
        for (const double end : turns(from_ms)) {
            if (excess(end) >= 0.0) return bisect(excess, begin, end);
            begin = end;
        }
        return never;
    }

    /// The extrema after from_ms in order, padded with the end of the step.
    std::array<double, 3> turns(double from_ms) const noexcept {
        const double chord = (end_mv - begin_mv) / duration_ms;
        const double a = 3.0 * (begin_slope + end_slope - 2.0 * chord);
        const double half_b = 3.0 * chord - 2.0 * begin_slope - end_slope;
        std::array<double, 3> times{duration_ms, duration_ms, duration_ms};
        const double discriminant = half_b * half_b - a * begin_slope;
        if (discriminant > 0.0) {
            const double q = -(half_b + std::copysign(std::sqrt(discriminant), half_b));
            const std::array<double, 2> roots{q / a, begin_slope / q};
            for (std::size_t i = 0; i < roots.size(); ++i) {
                const double ms = roots[i] * duration_ms;
                if (ms > from_ms && ms < duration_ms) times[i] = ms;
            }
            if (times[0] > times[1]) std::swap(times[0], times[1]);
        }
        return times;
    }

    template <class Excess>
    static double bisect(const Excess& excess, double low, double high) noexcept {
        double below = excess(low), above = excess(high);
        for (int i = 0; i < 60 && high - low > 1e-15 * high; ++i) { // false position, halved where it stalls (Illinois)
            const double secant = above > below ? low - below * (high - low) / (above - below) : low;
            const double middle = secant > low && secant < high ? secant : 0.5 * (low + high);
            const double value = excess(middle);
            if (value >= 0.0) {
                high = middle;
                above = value;
                below *= 0.5;
            } else {
                low = middle;
                below = value;
                above *= 0.5;
            }
        }
        return high;
    }
};

} // namespace soma::membrane
