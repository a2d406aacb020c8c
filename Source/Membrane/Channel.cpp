#include "Membrane/Channel.h"

#include "Core/Units.h"
#include "Membrane/RestSearch.h"

namespace soma::membrane {
namespace {

using Coeffs = Channel::Coeffs;

constexpr double longest_step_ms = 0.042;

/// x^p for a small whole p.
double open_share(double x, int gates) noexcept {
    double share = 1.0;
    for (int i = 0; i < gates; ++i) share *= x;
    return share;
}

double outward_slope(const Coeffs& c, double v, double x) noexcept { // mV/ms
    return c.leak_per_ms * (v - c.leak_reversal_mv) + c.max_per_ms * open_share(x, c.gates) * (v - c.reversal_mv);
}

struct Field {
    using Vector = std::array<double, 2>;

    const Coeffs& coeffs;
    MembraneDrive drive;
    double longest_step_ms;

    Vector slope(const Vector& y) const noexcept {
        const auto& [v, x] = y;
        const double alpha = coeffs.alpha.at(v), beta = coeffs.beta.at(v);
        return {drive.at(v) - outward_slope(coeffs, v, x), alpha - (alpha + beta) * x};
    }
    Vector decay(const Vector& y) const noexcept {
        return {drive.decay + coeffs.leak_per_ms + coeffs.max_per_ms * open_share(y[1], coeffs.gates),
                coeffs.alpha.at(y[0]) + coeffs.beta.at(y[0])};
    }
    static Vector tolerance(const Vector& y) noexcept { return {1e-2 * (1.0 + std::abs(y[0]) / 100.0), 1e-4}; }
    static void confine(Vector& y) noexcept {
        constexpr double range_mv = 1e6;
        y[0] = std::clamp(y[0], -range_mv, range_mv);
        y[1] = std::clamp(y[1], 0.0, 1.0);
    }
};

} // namespace

double Channel::Rate::at(double voltage_mv) const noexcept {
    if (per_ms <= 0.0) return 0.0;
    constexpr double largest_exponent = 100.0;
    return std::min(per_ms * std::exp(std::min(per_mv * voltage_mv, largest_exponent)), fastest_per_ms);
}

Channel::Curves Channel::curves(const Rate& alpha, const Rate& beta, double voltage_mv) noexcept {
    const double a = alpha.at(voltage_mv), b = beta.at(voltage_mv);
    return {a, b, a + b > 0.0 ? a / (a + b) : 0.0, 1.0 / (a + b)};
}

Channel::Coeffs Channel::prepare(const Params& params, double) {
    const double capacitance_pf = units::pf_per_nf * params.capacitance_nf;
    return {capacitance_pf,
            units::conductance_ns(params.leak.resistance_mohm) / capacitance_pf,
            params.leak.reversal_mv,
            params.max_ns / capacitance_pf,
            params.reversal_mv,
            params.gates,
            params.alpha,
            params.beta,
            params.spike_level_mv,
            longest_step_ms};
}

Channel::State Channel::reset(const Coeffs& coeffs, const Initial& initial) {
    const auto steady = [&](double mv) { return curves(coeffs.alpha, coeffs.beta, mv).steady; };
    double v = initial.voltage_mv;
    if (std::isnan(v)) {
        const auto [low, high] = std::minmax(coeffs.leak_reversal_mv, coeffs.reversal_mv);
        const auto outward = [&](double mv) { return outward_slope(coeffs, mv, steady(mv)); };
        v = resting_voltage_mv(outward, low, high, coeffs.leak_reversal_mv);
    }
    State state{{v, std::isnan(initial.internal[0]) ? steady(v) : initial.internal[0]}, v >= coeffs.spike_level_mv};
    Field::confine(state.y);
    return state;
}

Segment Channel::advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms,
                         InnerSteps* inner) noexcept {
    SpikeLevel detector{coeffs.spike_level_mv, state.above};
    const Field field{coeffs, MembraneDrive::from(drive, coeffs.capacitance_pf), coeffs.longest_step_ms};
    const Segment segment = ControlledRk4<Field>::advance(field, state.y, detector, duration_ms, inner);
    state.above = detector.above;
    return segment;
}

void Channel::observe(const Coeffs& coeffs, const State& state, const Drive&, double* out) noexcept {
    const auto& [v, x] = state.y;
    out[0] = x;
    out[1] = coeffs.capacitance_pf * coeffs.max_per_ms * open_share(x, coeffs.gates) * (v - coeffs.reversal_mv);
}

} // namespace soma::membrane
