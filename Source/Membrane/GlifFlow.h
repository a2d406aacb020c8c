#pragma once

#include <array>

/// The exact flow of a GLIF neuron between events: a linear system with a held drive, solved in closed form.
///
///   C dU/dt = I + Σ I_j − G U     dI_j/dt = −k_j I_j     dθ_s/dt = −b_s θ_s     dθ_v/dt = a_v U − b_v θ_v
///
/// U is V above the leak's reversal potential, G includes a clamp's conductance and U_∞ = I/G its current.
/// Every coefficient is a repeated convolution of decaying exponentials, evaluated without a difference of nearly equal
/// numbers: the usual quotients 1/(G/C − k_j) and 1/(b_v − G/C) are singular where two rates meet, these are not.
namespace soma::membrane::glif {

constexpr std::size_t currents = 2;

/// The state that changes in time.
struct Point {
    double rise_mv;
    std::array<double, currents> current_pa;
    double threshold_spike_mv;
    double threshold_voltage_mv;

    double threshold_mv() const noexcept { return threshold_spike_mv + threshold_voltage_mv; }
};

struct Rates {
    double per_pf;      ///< 1/C
    double leak_per_ms; ///< G/C
    std::array<double, currents> current_per_ms;
    double spike_per_ms;
    double voltage_gain_per_ms;
    double voltage_per_ms;
};

/// dU/dt in mV/ms when the drive alone would bring U to target_mv.
inline double slope(const Rates& rates, double target_mv, const Point& point) noexcept {
    return rates.leak_per_ms * (target_mv - point.rise_mv) + (point.current_pa[0] + point.current_pa[1]) * rates.per_pf;
}

/// dθ_v/dt in mV/ms.
inline double voltage_threshold_slope(const Rates& rates, const Point& point) noexcept {
    return rates.voltage_gain_per_ms * point.rise_mv - rates.voltage_per_ms * point.threshold_voltage_mv;
}

/// ∫₀ᵗ e^(−x(t−s)) e^(−y s) ds = (e^(−yt) − e^(−xt))/(x − y) for rates x, y ≥ 0; symmetric, t·e^(−xt) where they meet.
double convolved(double x, double y, double t) noexcept;

/// Three exponentials convolved; symmetric, t²/2·e^(−xt) where all meet. Relative error below 1e-14.
double convolved(double x, double y, double z, double t) noexcept;

/// Coefficients that carry a point over one duration.
struct Propagator {
    double relaxation; ///< of U towards its target: 1 − e^(−Gt/C)
    std::array<double, currents> current_to_rise;
    std::array<double, currents> current_decay;
    double spike_decay;
    double voltage_decay;
    double rise_to_threshold;
    double gap_to_threshold; ///< from U_∞ − U
    std::array<double, currents> current_to_threshold;
};

Propagator propagator(const Rates& rates, double duration_ms) noexcept;

inline Point propagate(const Propagator& by, double target_mv, const Point& from) noexcept {
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
