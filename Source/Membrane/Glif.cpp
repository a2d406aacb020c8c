#include "Membrane/Glif.h"

#include "Membrane/GlifCrossing.h"

#include <algorithm>

namespace soma::membrane {
namespace {

constexpr std::array<Glif::Features, 5> levels{{
    // reset rule, after-spike currents, spike threshold, voltage threshold
    {false, false, false, false},
    {true, false, true, false},
    {false, true, false, false},
    {true, true, true, false},
    {true, true, true, true},
}};

/// Spikes that each add more than decays away may not carry the state out of the range of numbers: far beyond any
/// neuron it saturates, in mV and pA.
double bounded(double value) noexcept { return std::clamp(value, -1e9, 1e9); }

/// What a level does not have dies away at once, should the level change while the neuron runs.
constexpr double absent_per_ms = 1000.0;

constexpr double per_ms(double per_s) { return per_s / units::ms_per_s; }

glif::Point point_of(const Glif::Coeffs& coeffs, const Glif::State& state) noexcept {
    return {state.voltage_mv - coeffs.membrane.reversal_mv, state.current_pa, state.threshold_spike_mv,
            state.threshold_voltage_mv};
}

Glif::State state_of(const Glif::Coeffs& coeffs, const glif::Point& point, double refractory_ms) noexcept {
    return {point.rise_mv + coeffs.membrane.reversal_mv,
            point.current_pa,
            point.threshold_spike_mv,
            point.threshold_voltage_mv,
            {refractory_ms}};
}

/// Where a spike at `point` leaves the neuron when its refractory period ends.
glif::Point after_spike(const Glif::Coeffs& coeffs, const glif::Point& point) noexcept {
    glif::Point next = point;
    for (std::size_t j = 0; j < glif::currents; ++j)
        next.current_pa[j] = bounded(coeffs.amplitude_pa[j] + coeffs.kept[j] * point.current_pa[j]);
    next.threshold_spike_mv = bounded(coeffs.threshold_kept * point.threshold_spike_mv + coeffs.threshold_step_mv);
    next.threshold_voltage_mv = bounded(point.threshold_voltage_mv);
    next.rise_mv = std::min(bounded(coeffs.reset_slope * point.rise_mv + coeffs.reset_offset_mv),
                            coeffs.threshold_mv + next.threshold_mv() - reset_gap_mv);
    return next;
}

} // namespace

Glif::Coeffs Glif::prepare(const Params& params, double step_ms) {
    const auto features = levels[static_cast<std::size_t>(std::clamp(params.level, 1, 5) - 1)];
    Coeffs coeffs{};
    coeffs.features = features;
    coeffs.membrane = Passive::prepare(params.leak, params.capacitance_nf, step_ms);
    coeffs.threshold_mv = params.threshold_mv - params.leak.reversal_mv;
    coeffs.reset_slope = features.reset_rule ? params.reset_slope : 0.0;
    coeffs.reset_offset_mv = features.reset_rule ? params.reset_offset_mv : params.reset_mv - params.leak.reversal_mv;
    coeffs.refractory_ms = params.refractory_ms;

    auto& rates = coeffs.rates;
    rates.capacitance_pf = units::pf_per_nf * params.capacitance_nf;
    rates.leak_per_ms = 1.0 / coeffs.membrane.tau_ms;
    const auto decay_per_ms = [](bool present, double per_s) { return present ? per_ms(per_s) : absent_per_ms; };
    for (std::size_t j = 0; j < glif::currents; ++j) {
        const auto& current = params.after_spike[j];
        rates.current_per_ms[j] = decay_per_ms(features.after_spike_currents, current.decay_per_s);
        coeffs.amplitude_pa[j] = features.after_spike_currents ? current.amplitude_pa : 0.0;
        coeffs.kept[j] = current.retention * std::exp(-rates.current_per_ms[j] * params.refractory_ms);
    }
    rates.spike_per_ms = decay_per_ms(features.spike_threshold, params.threshold_spike_decay_per_s);
    coeffs.threshold_step_mv = features.spike_threshold ? params.threshold_spike_step_mv : 0.0;
    coeffs.threshold_kept = std::exp(-rates.spike_per_ms * params.refractory_ms);
    rates.voltage_gain_per_ms = features.voltage_threshold ? per_ms(params.threshold_voltage_gain_per_s) : 0.0;
    rates.voltage_per_ms = decay_per_ms(features.voltage_threshold, params.threshold_voltage_decay_per_s);
    coeffs.step = glif::propagator(rates, step_ms);
    return coeffs;
}

Glif::State Glif::reset(const Coeffs& coeffs, const Initial& initial) {
    const auto stated = [](double value, double otherwise) { return std::isnan(value) ? otherwise : value; };
    const auto& features = coeffs.features;
    const auto& rates = coeffs.rates;
    State state{stated(initial.voltage_mv, coeffs.membrane.reversal_mv), {}, 0.0, 0.0, {}};
    if (features.after_spike_currents)
        state.current_pa = {stated(initial.internal[0], 0.0), stated(initial.internal[1], 0.0)};
    if (features.spike_threshold) state.threshold_spike_mv = stated(initial.internal[2], 0.0);
    if (features.voltage_threshold) {
        const double rise_mv = state.voltage_mv - coeffs.membrane.reversal_mv;
        const double steady_mv =
            rates.voltage_per_ms > 0.0 ? rates.voltage_gain_per_ms * rise_mv / rates.voltage_per_ms : 0.0;
        state.threshold_voltage_mv = stated(initial.internal[3], steady_mv);
    }
    return state;
}

Arc Glif::advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms) noexcept {
    if (state.refractory.active()) return state.refractory.hold(state.voltage_mv, duration_ms);
    const auto target = coeffs.membrane.target(drive);
    auto rates = coeffs.rates;
    rates.leak_per_ms = 1.0 / target.tau_ms;
    const bool common = duration_ms == coeffs.membrane.step_ms && drive.conductance_ns == 0.0;
    const auto begin = point_of(coeffs, state);
    const auto end = propagate(common ? coeffs.step : glif::propagator(rates, duration_ms), target.rise_mv, begin);
    const double begin_slope = glif::slope(rates, target.rise_mv, begin);
    const glif::Piece piece{rates, target.rise_mv, coeffs.threshold_mv, duration_ms, begin, end};

    Arc arc{duration_ms, Event::none, state.voltage_mv, begin_slope, 0.0, 0.0};
    const auto finish = [&](const glif::Point& point, Event event, double elapsed_ms) {
        arc.event = event;
        arc.elapsed_ms = elapsed_ms;
        arc.end_mv = point.rise_mv + coeffs.membrane.reversal_mv;
        arc.end_slope = glif::slope(rates, target.rise_mv, point);
        return arc;
    };
    const auto spike = [&](const glif::Point& point, double elapsed_ms) {
        state = state_of(coeffs, after_spike(coeffs, point), coeffs.refractory_ms);
        return finish(point, Event::spike, elapsed_ms);
    };
    if (piece.above_threshold_mv(begin) > 0.0) return spike(begin, 0.0);
    if (!glif::surely_below(piece))
        if (const auto crossing = glif::first_crossing(piece)) return spike(crossing->point, crossing->elapsed_ms);
    state = state_of(coeffs, end, 0.0);
    return finish(end, Event::none, duration_ms);
}

void Glif::observe(const Coeffs& coeffs, const State& state, const Drive&, double* out) noexcept {
    out[0] = state.current_pa[0];
    out[1] = state.current_pa[1];
    out[2] = state.threshold_spike_mv;
    out[3] = state.threshold_voltage_mv;
    out[4] = coeffs.membrane.reversal_mv + coeffs.threshold_mv + state.threshold_spike_mv + state.threshold_voltage_mv;
}

} // namespace soma::membrane
