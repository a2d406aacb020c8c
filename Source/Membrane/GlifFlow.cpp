#include "Membrane/GlifFlow.h"

#include "Core/Math.h"

#include <algorithm>

namespace soma::membrane::glif {

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
        by.current_to_rise[j] = rates.per_pf * convolved(leak, rates.current_per_ms[j], t);
    }
    if (gain == 0.0) return by;
    by.rise_to_threshold = gain * convolved(decay, 0.0, t);
    by.gap_to_threshold = gain * leak * convolved(decay, leak, 0.0, t);
    for (std::size_t j = 0; j < currents; ++j)
        by.current_to_threshold[j] = gain * rates.per_pf * convolved(decay, leak, rates.current_per_ms[j], t);
    return by;
}

} // namespace soma::membrane::glif
