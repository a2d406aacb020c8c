#pragma once

#include "Membrane/Adex.h"
#include "Membrane/Channel.h"
#include "Membrane/HodgkinHuxley.h"
#include "Membrane/Izhikevich.h"
#include "Support/Oracle.h"

#include <cmath>

/// The equations of Models.md once more, written down plainly in long double, each with its independent
/// integrator.
namespace soma::test {

using Real = long double;

inline std::array<Real, 6> oracle_hh_rates(Real v) {
    const auto vtrap = [](Real x, Real y) { return x == 0 ? y : x / std::expm1(x / y); };
    return {0.1L * vtrap(-(v + 40), 10),        4 * std::exp(-(v + 65) / 18), 0.07L * std::exp(-(v + 65) / 20),
            1 / (1 + std::exp(-(v + 35) / 10)), 0.01L * vtrap(-(v + 55), 10), 0.125L * std::exp(-(v + 65) / 80)};
}

/// Starts at V with the gates at their steady state.
inline Oracle<4> hh_oracle(const membrane::HodgkinHuxley::Params& p, double v0, Real step_ms = 1e-3L) {
    const Real phi = std::pow(Real(3), (static_cast<Real>(p.temperature_c) - 6.3L) / 10),
               pf = 1000 * Real(p.capacitance_nf);
    const Real leak = p.use_leak ? 1000 / Real(p.leak.resistance_mohm) / pf : Real(p.leak_ms_cm2);
    const Real leak_mv = p.use_leak ? p.leak.reversal_mv : p.leak_reversal_mv;
    Oracle<4> oracle;
    oracle.slope = [=](const auto& y, Real pa) -> std::array<Real, 4> {
        const auto [am, bm, ah, bh, an, bn] = oracle_hh_rates(y[0]);
        const Real na =
            p.sodium_ms_cm2 * (1 - Real(p.ttx_block)) * y[1] * y[1] * y[1] * y[2] * (y[0] - p.sodium_reversal_mv);
        const Real k =
            p.potassium_ms_cm2 * (1 - Real(p.tea_block)) * y[3] * y[3] * y[3] * y[3] * (y[0] - p.potassium_reversal_mv);
        return {pa / pf - na - k - leak * (y[0] - leak_mv), phi * (am * (1 - y[1]) - bm * y[1]),
                phi * (ah * (1 - y[2]) - bh * y[2]), phi * (an * (1 - y[3]) - bn * y[3])};
    };
    oracle.level_mv = p.spike_level_mv;
    oracle.step_ms = [=](const auto&) { return step_ms; };
    const auto [am, bm, ah, bh, an, bn] = oracle_hh_rates(v0);
    oracle.y = {v0, am / (am + bm), ah / (ah + bh), an / (an + bn)};
    return oracle;
}

inline Oracle<2> channel_oracle(const membrane::Channel::Params& p, double v0, double x0, Real step_ms = 1e-3L) {
    Oracle<2> oracle;
    oracle.slope = [p](const auto& y, Real pa) -> std::array<Real, 2> {
        const Real alpha = p.alpha.per_ms * std::exp(Real(p.alpha.per_mv) * y[0]);
        const Real beta = p.beta.per_ms * std::exp(Real(p.beta.per_mv) * y[0]);
        const Real open = std::pow(y[1], Real(p.gates));
        const Real current = pa - 1000 / Real(p.leak.resistance_mohm) * (y[0] - p.leak.reversal_mv) -
                             p.max_ns * open * (y[0] - p.reversal_mv);
        return {current / (1000 * Real(p.capacitance_nf)), alpha * (1 - y[1]) - beta * y[1]};
    };
    oracle.level_mv = p.spike_level_mv;
    oracle.step_ms = [=](const auto&) { return step_ms; };
    oracle.y = {v0, x0};
    return oracle;
}

inline Oracle<2> izhikevich_oracle(const membrane::Izhikevich::Params& p, double v0, double u0) {
    Oracle<2> oracle;
    oracle.slope = [p](const auto& y, Real pa) -> std::array<Real, 2> {
        return {p.quadratic * y[0] * y[0] + p.linear * y[0] + p.constant - y[1] + pa / (1000 * Real(p.capacitance_nf)),
                p.a * (p.b * (y[0] - p.recovery_offset_mv) - p.recovery_leak * y[1])};
    };
    oracle.level_mv = p.peak_mv;
    oracle.jump = [p](auto& y) {
        y[0] = p.c_mv;
        y[1] += p.d;
    };
    oracle.step_ms = [](const auto&) { return 1e-3L; };
    oracle.y = {v0, u0};
    return oracle;
}

inline Oracle<2> adex_oracle(const membrane::Adex::Params& p, double v0, double w0) {
    Oracle<2> oracle;
    oracle.slope = [p](const auto& y, Real pa) -> std::array<Real, 2> {
        const Real leak_ns = 1000 / Real(p.leak.resistance_mohm);
        const Real exponential = leak_ns * p.slope_mv * std::exp((y[0] - p.threshold_mv) / p.slope_mv);
        return {(pa - leak_ns * (y[0] - p.leak.reversal_mv) + exponential - y[1]) / (1000 * Real(p.capacitance_nf)),
                (p.adaptation_ns * (y[0] - p.leak.reversal_mv) - y[1]) / p.adaptation_tau_ms};
    };
    oracle.level_mv = p.peak_mv;
    oracle.jump = [p](auto& y) {
        y[0] = p.reset_mv;
        y[1] += p.adaptation_step_pa;
    };
    // Steps of at most a fiftieth of the slope factor, or the exponential outruns any fixed step.
    oracle.step_ms = [p, slope = oracle.slope](const auto& y) {
        return std::min(2e-3L, Real(p.slope_mv) / 50 / std::abs(slope(y, 0)[0]));
    };
    oracle.y = {v0, w0};
    return oracle;
}

} // namespace soma::test
