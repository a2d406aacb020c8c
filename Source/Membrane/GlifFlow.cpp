#include "Membrane/GlifFlow.h"

#include "Core/Numbers.h"

#include <algorithm>

namespace soma::membrane::glif {

double slope(const Rates& rates, double target_mv, const Point& point) noexcept {
    return rates.leak_per_ms * (target_mv - point.rise_mv) +
           (point.current_pa[0] + point.current_pa[1]) / rates.capacitance_pf;
}

double voltage_threshold_slope(const Rates& rates, const Point& point) noexcept {
    return rates.voltage_gain_per_ms * point.rise_mv - rates.voltage_per_ms * point.threshold_voltage_mv;
}

double convolved(double x, double y, double t) noexcept {
    return t * std::exp(-std::min(x, y) * t) * exprel(-std::abs(x - y) * t);
}

double convolved(double x, double y, double z, double t) noexcept {
    std::array<double, 3> rate{x, y, z};
    std::sort(rate.begin(), rate.end());
    const auto [slow, middle, fast] = rate;
    const double spread = (fast - slow) * t;
    if (spread > 1.0) return (convolved(slow, middle, t) - convolved(middle, fast, t)) / (fast - slow);
    // The divided difference of the exponential function at 0, u and v, by its power series: Σ h_n(u, v)/(n + 2)! with
    // the complete homogeneous polynomials h_n = Σ u^i v^(n−i). At |u|, |v| ≤ 1 the terms left out are below 1e-16.
    const double u = -(middle - slow) * t, v = -spread;
    double homogeneous = 1.0, power = 1.0, factorial = 2.0, sum = 0.5;
    for (int n = 1; n <= 18; ++n) {
        power *= v;
        homogeneous = u * homogeneous + power;
        factorial *= n + 2;
        sum += homogeneous / factorial;
    }
    return t * t * std::exp(-slow * t) * sum;
}

Propagator propagator(const Rates& rates, double duration_ms) noexcept {
    const double leak = rates.leak_per_ms, t = duration_ms;
    const double gain = rates.voltage_gain_per_ms, decay = rates.voltage_per_ms;
    Propagator by{};
    by.relaxation = -std::expm1(-leak * t);
    by.spike_decay = std::exp(-rates.spike_per_ms * t);
    by.voltage_decay = std::exp(-decay * t);
    for (std::size_t j = 0; j < currents; ++j) {
        by.current_decay[j] = std::exp(-rates.current_per_ms[j] * t);
        by.current_to_rise[j] = convolved(leak, rates.current_per_ms[j], t) / rates.capacitance_pf;
    }
    if (gain == 0.0) return by;
    by.rise_to_threshold = gain * convolved(decay, 0.0, t);
    by.gap_to_threshold = gain * leak * convolved(decay, leak, 0.0, t);
    for (std::size_t j = 0; j < currents; ++j)
        by.current_to_threshold[j] = gain * convolved(decay, leak, rates.current_per_ms[j], t) / rates.capacitance_pf;
    return by;
}

Point propagate(const Propagator& by, double target_mv, const Point& from) noexcept {
    const double gap_mv = target_mv - from.rise_mv;
    const auto [first_pa, second_pa] = from.current_pa;
    return {from.rise_mv + by.relaxation * gap_mv + by.current_to_rise[0] * first_pa +
                by.current_to_rise[1] * second_pa,
            {by.current_decay[0] * first_pa, by.current_decay[1] * second_pa},
            by.spike_decay * from.threshold_spike_mv,
            by.voltage_decay * from.threshold_voltage_mv + by.rise_to_threshold * from.rise_mv +
                by.gap_to_threshold * gap_mv + by.current_to_threshold[0] * first_pa +
                by.current_to_threshold[1] * second_pa};
}

} // namespace soma::membrane::glif
