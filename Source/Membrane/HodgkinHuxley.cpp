#include "Membrane/HodgkinHuxley.h"

#include "Core/Units.h"
#include "Membrane/RestSearch.h"

namespace soma::membrane {
namespace {

using Coeffs = HodgkinHuxley::Coeffs;

constexpr double specific_capacitance_uf_cm2 = 1.0;
constexpr double longest_step_ms = 0.042;
constexpr double largest_demand = 4.0; ///< beyond it the error estimate alone shortens the steps: bounds the cost

struct Currents { ///< outward, over C: mV/ms
    double sodium, potassium, leak;
    double total() const noexcept { return sodium + potassium + leak; }
};

double sodium_decay(const Coeffs& c, double m, double h) noexcept { return c.sodium_per_ms * m * m * m * h; }
double potassium_decay(const Coeffs& c, double n) noexcept { return c.potassium_per_ms * (n * n) * (n * n); }

Currents currents(const Coeffs& c, double v, double m, double h, double n) noexcept {
    return {sodium_decay(c, m, h) * (v - c.sodium_reversal_mv), potassium_decay(c, n) * (v - c.potassium_reversal_mv),
            c.leak_per_ms * (v - c.leak_reversal_mv)};
}

double steady(double alpha, double beta) noexcept { return alpha / (alpha + beta); }

std::array<double, 3> steady_gates(double v) noexcept {
    const auto r = HhRates::at(v);
    return {steady(r.alpha_m, r.beta_m), steady(r.alpha_h, r.beta_h), steady(r.alpha_n, r.beta_n)};
}

struct Field {
    using Vector = std::array<double, 4>;

    const Coeffs& coeffs;
    MembraneDrive drive;
    double longest_step_ms;

    Vector slope(const Vector& y) const noexcept {
        const auto& [v, m, h, n] = y;
        const auto r = HhRates::at(v);
        const double speed = coeffs.speed;
        return {drive.at(v) - currents(coeffs, v, m, h, n).total(), speed * (r.alpha_m - (r.alpha_m + r.beta_m) * m),
                speed * (r.alpha_h - (r.alpha_h + r.beta_h) * h), speed * (r.alpha_n - (r.alpha_n + r.beta_n) * n)};
    }
    Vector decay(const Vector& y) const noexcept {
        const auto r = HhRates::at(y[0]);
        const double speed = coeffs.speed;
        return {drive.decay + sodium_decay(coeffs, y[1], y[2]) + potassium_decay(coeffs, y[3]) + coeffs.leak_per_ms,
                speed * (r.alpha_m + r.beta_m), speed * (r.alpha_h + r.beta_h), speed * (r.alpha_n + r.beta_n)};
    }
    static Vector tolerance(const Vector& y) noexcept {
        constexpr double gate = 1e-4;
        return {1e-2 * (1.0 + std::abs(y[0]) / 100.0), gate, gate, gate};
    }
    static void confine(Vector& y) noexcept {
        constexpr double range_mv = 1e6; // keeps a membrane without any conductance finite for ever
        y[0] = std::clamp(y[0], -range_mv, range_mv);
        for (std::size_t gate = 1; gate < y.size(); ++gate) y[gate] = std::clamp(y[gate], 0.0, 1.0);
    }
};

} // namespace

HodgkinHuxley::Coeffs HodgkinHuxley::prepare(const Params& params, double step_ms) {
    const double capacitance_pf = units::pf_per_nf * params.capacitance_nf;
    const double sodium = params.sodium_ms_cm2 * (1.0 - params.ttx_block) / specific_capacitance_uf_cm2;
    const double potassium = params.potassium_ms_cm2 * (1.0 - params.tea_block) / specific_capacitance_uf_cm2;
    const double leak = params.use_leak ? units::conductance_ns(params.leak.resistance_mohm) / capacitance_pf
                                        : params.leak_ms_cm2 / specific_capacitance_uf_cm2;
    const double speed = std::pow(3.0, (params.temperature_c - 6.3) / 10.0);
    const double demand = std::max({std::pow(speed, 0.75), sodium / 120.0, potassium / 36.0, leak / 10.0});
    return {capacitance_pf,
            sodium,
            potassium,
            leak,
            params.sodium_reversal_mv,
            params.potassium_reversal_mv,
            params.use_leak ? params.leak.reversal_mv : params.leak_reversal_mv,
            speed,
            params.spike_level_mv,
            longest_step_ms / std::clamp(demand, 1.0, largest_demand),
            step_ms};
}

HodgkinHuxley::State HodgkinHuxley::reset(const Coeffs& coeffs, const Initial& initial) {
    double v = initial.voltage_mv;
    if (std::isnan(v)) {
        const auto [low, high] =
            std::minmax({coeffs.sodium_reversal_mv, coeffs.potassium_reversal_mv, coeffs.leak_reversal_mv});
        const auto outward = [&](double mv) {
            const auto [m, h, n] = steady_gates(mv);
            return currents(coeffs, mv, m, h, n).total();
        };
        v = resting_voltage_mv(outward, low, high, coeffs.leak_reversal_mv);
    }
    State state{{v}, v >= coeffs.spike_level_mv};
    const auto gates = steady_gates(v);
    for (std::size_t i = 0; i < gates.size(); ++i)
        state.y[i + 1] = std::isnan(initial.internal[i]) ? gates[i] : initial.internal[i];
    Field::confine(state.y);
    return state;
}

Segment HodgkinHuxley::advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms,
                               InnerSteps* inner) noexcept {
    SpikeLevel detector{coeffs.spike_level_mv, state.above};
    const Field field{coeffs, MembraneDrive::from(drive, coeffs.capacitance_pf), coeffs.longest_step_ms};
    const Segment segment = ControlledRk4<Field>::advance(field, state.y, detector, duration_ms, inner);
    state.above = detector.above;
    return segment;
}

void HodgkinHuxley::observe(const Coeffs& coeffs, const State& state, const Drive&, double* out) noexcept {
    const auto& [v, m, h, n] = state.y;
    const auto flow = currents(coeffs, v, m, h, n);
    const double pf = coeffs.capacitance_pf;
    const std::array<double, 6> values{m, h, n, pf * flow.sodium, pf * flow.potassium, pf * flow.leak};
    std::copy(values.begin(), values.end(), out);
}

} // namespace soma::membrane
