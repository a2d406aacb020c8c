#include "Membrane/GlifCrossing.h"

#include <algorithm>
#include <cmath>

namespace soma::membrane::glif {
namespace {

/// A linear function of the rates of change: U', I_1, I_2, θ_s and θ_v'. Their own equations are linear without a
/// constant: U'' = −(G/C) U' − Σ (k_j/C) I_j, θ_v'' = a_v U' − b_v θ_v'.
struct Functional {
    double rise;
    std::array<double, currents> current;
    double spike;
    double voltage;

    double at(const FlowInterval& interval, const Point& point) const noexcept {
        return rise * slope(interval.rates, interval.target_mv, point) + current[0] * point.current_pa[0] +
               current[1] * point.current_pa[1] + spike * point.threshold_spike_mv +
               voltage * voltage_threshold_slope(interval.rates, point);
    }

    /// (d/dt + rate) of this function.
    Functional without(const Rates& rates, double rate) const noexcept {
        Functional f{};
        f.rise = rise * (rate - rates.leak_per_ms) + voltage * rates.voltage_gain_per_ms;
        for (std::size_t j = 0; j < currents; ++j)
            f.current[j] =
                current[j] * (rate - rates.current_per_ms[j]) - rise * rates.current_per_ms[j] * rates.per_pf;
        f.spike = spike * (rate - rates.spike_per_ms);
        f.voltage = voltage * (rate - rates.voltage_per_ms);
        return f;
    }
};

struct Moment {
    double ms;
    Point point;
};

/// The ends and at most four zeros.
struct Moments {
    std::array<Moment, 6> items;
    std::size_t count = 0;
    void add(const Moment& moment) noexcept { items[count++] = moment; }
};

Moment moment(const FlowInterval& interval, double ms) noexcept {
    return {ms, propagate(propagator(interval.rates, ms), interval.target_mv, interval.begin)};
}

/// The zero of a function between two moments where it has opposite signs: Newton's method, with bisection where it
/// would leave the bracket or gain less than bisection. `value` and `change` give the function and its derivative.
template <class Value, class Change>
Moment zero(const FlowInterval& interval, const Moment& low, const Moment& high, const Value& value,
            const Change& change, int& points) noexcept {
    const bool rising = value(high.point) > 0.0;
    const double resolution_ms = 4e-16 * high.ms;
    double low_ms = low.ms, high_ms = high.ms;
    double step_ms = high_ms - low_ms, previous_ms = step_ms;
    Moment at = moment(interval, 0.5 * (low_ms + high_ms));
    ++points;
    // Newton needs 3 to 8 steps; 100 halvings exhaust any bracket.
    for (int i = 0; i < 100; ++i) {
        const double here = value(at.point), steepness = change(at.point);
        if (here == 0.0) return at;
        ((here > 0.0) == rising ? high_ms : low_ms) = at.ms;
        double next_ms = at.ms - here / steepness;
        const bool inside = next_ms > low_ms && next_ms < high_ms; // false for NaN
        if (!inside || std::abs(2.0 * here) > std::abs(previous_ms * steepness)) next_ms = 0.5 * (low_ms + high_ms);
        previous_ms = step_ms;
        step_ms = next_ms - at.ms;
        if (std::abs(step_ms) <= resolution_ms) return at;
        at = moment(interval, next_ms);
        ++points;
    }
    return at;
}

} // namespace

std::optional<Crossing> first_crossing(const FlowInterval& interval, int& points) noexcept {
    if (interval.above_threshold_mv(interval.begin) > 0.0) return Crossing{0.0, interval.begin};
    const auto& rates = interval.rates;
    std::array<Functional, 4> chain; // d(U − θ)/dt first
    chain[0] = {1.0, {0.0, 0.0}, rates.spike_per_ms, -1.0};
    chain[1] = chain[0].without(rates, rates.spike_per_ms);
    chain[2] = chain[1].without(rates, rates.voltage_per_ms);
    chain[3] = chain[2].without(rates, rates.leak_per_ms);

    const Moment first{0.0, interval.begin}, last{interval.duration_ms, interval.end};
    Moments split;
    split.add(first), split.add(last);
    for (auto function = chain.rbegin(); function != chain.rend(); ++function) {
        const auto change = function->without(rates, 0.0);
        const auto value_at = [&](const Point& point) { return function->at(interval, point); };
        const auto change_at = [&](const Point& point) { return change.at(interval, point); };
        Moments zeros;
        zeros.add(first);
        for (std::size_t i = 0; i + 1 < split.count; ++i) {
            const auto &low = split.items[i], &high = split.items[i + 1];
            if ((value_at(low.point) > 0.0) != (value_at(high.point) > 0.0))
                zeros.add(zero(interval, low, high, value_at, change_at, points));
        }
        zeros.add(last);
        split = zeros;
    }
    for (std::size_t i = 0; i + 1 < split.count; ++i) {
        const auto &low = split.items[i], &high = split.items[i + 1];
        const auto above = [&](const Point& point) { return interval.above_threshold_mv(point); };
        if (!(above(high.point) > 0.0)) continue;
        const auto change_at = [&](const Point& point) { return chain[0].at(interval, point); };
        const auto at = zero(interval, low, high, above, change_at, points);
        return Crossing{at.ms, at.point};
    }
    return std::nullopt;
}

} // namespace soma::membrane::glif
