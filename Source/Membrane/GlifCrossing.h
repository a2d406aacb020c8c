#pragma once

#include "Membrane/GlifFlow.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace soma::membrane::glif {

/// One interval of the flow with a held drive, from `begin` over duration_ms to `end`, and the threshold at rest above
/// the leak's reversal potential.
struct FlowInterval {
    const Rates& rates;
    double target_mv;
    double threshold_mv;
    double duration_ms;
    Point begin;
    double begin_slope; ///< of U, mV/ms
    Point end;

    double above_threshold_mv(const Point& point) const noexcept {
        return point.rise_mv - (threshold_mv + point.threshold_mv());
    }
};

/// True when U cannot have passed the threshold: both ends lie below it by more than a bound on the curvature of U − θ
/// lets it rise in between. A sample far from a spike costs this and the propagation, nothing else.
inline bool surely_below(const FlowInterval& interval) noexcept {
    const auto& rates = interval.rates;
    const auto& begin = interval.begin;
    const double duration_ms = interval.duration_ms;
    const double highest_mv = std::max(interval.above_threshold_mv(begin), interval.above_threshold_mv(interval.end));
    // Bounds over the whole interval of |U'| and then of |U''| + |θ_s''| + |θ_v''|.
    const double turning = (rates.current_per_ms[0] * std::abs(begin.current_pa[0]) +
                            rates.current_per_ms[1] * std::abs(begin.current_pa[1])) *
                           rates.per_pf;
    const double steepest = std::abs(interval.begin_slope) + duration_ms * turning;
    const double gain = std::abs(rates.voltage_gain_per_ms) * steepest;
    const double curvature =
        rates.leak_per_ms * steepest + turning + gain +
        rates.voltage_per_ms * (std::abs(voltage_threshold_slope(rates, begin)) + duration_ms * gain) +
        rates.spike_per_ms * rates.spike_per_ms * std::abs(begin.threshold_spike_mv);
    return highest_mv + 0.125 * curvature * duration_ms * duration_ms <= 0.0;
}

struct Crossing {
    double elapsed_ms;
    Point point;
};

/// The first instant at which U is above the threshold, if any: the beginning, or where U passes it from below.
///
/// Lossless: U − θ is a sum of at most six exponentials, and so may rise over the threshold and come back within the
/// interval. By Rolle's theorem the zeros of f are separated by those of (d/dt + λ)f, which has one exponential fewer
/// when λ is one of its rates; the chain that removes 0, b_s, b_v, G/C and k_1 ends in a single exponential, which has
/// no zero. Upwards from there every function is monotone (but for a positive factor) between the zeros of the one
/// before, so one comparison of signs finds each of its zeros. At most 11 zeros are located, whatever the parameters:
/// 10 points of the flow for a common spike, up to 55 measured with published fits and 290 with parameters at the ends
/// of their range, more where rates of 1e5/s meet. Adds their number to `points`, so that a search can be paid for.
std::optional<Crossing> first_crossing(const FlowInterval& interval, int& points) noexcept;
inline std::optional<Crossing> first_crossing(const FlowInterval& interval) noexcept {
    int points = 0;
    return first_crossing(interval, points);
}

} // namespace soma::membrane::glif
