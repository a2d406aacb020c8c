#pragma once

#include <algorithm>
#include <cmath>

namespace soma::membrane {

/// x/(e^x − 1) from x and e^x, 1 at x = 0: the removable singularity of the 1952 rates. Relative error below 3e-14.
template <class Real>
Real ratio_to_growth(Real x, Real exp_x) noexcept {
    if (std::abs(x) < Real(0.01)) return Real(1) - x / 2 + x * x / 12 * (Real(1) - x * x / 60);
    return x / (exp_x - Real(1));
}

/// The rates of Hodgkin & Huxley 1952 at 6.3 °C, per ms, in the absolute convention: rest near −65 mV, depolarisation
/// upwards. α_m is 1 at −40 mV and α_n 0.1 at −55 mV, where their formulas read 0/0.
///
/// All six exponentials are powers of e^(−(V+65)/10) or of e^(−(V+65)/18), so two exponentials and three roots do.
struct HhRates {
    double alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n;

    /// Beyond this the rates stay what they are there; no membrane survives it, and no exponential overflows.
    static constexpr double range_mv = 250.0;

    static HhRates at(double voltage_mv) noexcept {
        constexpr double e_minus_1 = 0.36787944117144232160, e_minus_2_5 = 0.08208499862389879517,
                         e_minus_3 = 0.04978706836786394298;
        const double v = std::clamp(voltage_mv, -range_mv, range_mv);
        const double tenth = std::exp((v + 65.0) / 10.0);
        const double twentieth = std::sqrt(tenth), eightieth = std::sqrt(std::sqrt(twentieth));
        const double toward_m = 1.0 / (tenth * e_minus_2_5);
        const double toward_n = 1.0 / (tenth * e_minus_1);
        return {ratio_to_growth(-(v + 40.0) / 10.0, toward_m),
                4.0 * std::exp(-(v + 65.0) / 18.0),
                0.07 / twentieth,
                1.0 / (1.0 + 1.0 / (tenth * e_minus_3)),
                0.1 * ratio_to_growth(-(v + 55.0) / 10.0, toward_n),
                0.125 / eightieth};
    }
};

} // namespace soma::membrane
