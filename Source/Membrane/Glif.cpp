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

/// Decay of the features that a level lacks: they die away at once, should the level change while the neuron runs.
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
        next.current_pa[j] = bounded(coeffs.amplitude_pa[j] + coeffs.retention[j] * point.current_pa[j]);
    next.threshold_spike_mv = bounded(coeffs.threshold_kept * point.threshold_spike_mv + coeffs.threshold_step_mv);
    next.threshold_voltage_mv = bounded(point.threshold_voltage_mv);
    next.rise_mv = std::min(bounded(coeffs.reset_slope * point.rise_mv + coeffs.reset_offset_mv),
                            coeffs.threshold_mv + next.threshold_mv() - reset_gap_mv);
    return next;
}

/// The parts of an interval until a point of it, each so short beside the fastest of its exponentials that a cubic
/// follows V to 0.02 µV.
void trace(const glif::FlowInterval& interval, double reversal_mv, const glif::Point& end, double duration_ms,
           InnerSteps& inner) noexcept {
    constexpr double longest_share = 0.15, most_parts = 32.0;
    const auto& rates = interval.rates;
    double fastest = rates.leak_per_ms;
    for (std::size_t j = 0; j < glif::currents; ++j)
        if (interval.begin.current_pa[j] != 0.0) fastest = std::max(fastest, rates.current_per_ms[j]);
    const double parts = std::min(std::ceil(fastest * duration_ms / longest_share), most_parts);
    if (!(parts > 1.0)) return;
    const double ms = duration_ms / parts;
    const auto by = glif::propagator(rates, ms);
    auto from = interval.begin;
    double slope = interval.begin_slope;
    for (double i = 1.0; i <= parts; i += 1.0) {
        const auto to = i < parts ? propagate(by, interval.target_mv, from) : end;
        const double to_slope = glif::slope(rates, interval.target_mv, to);
        inner.add({ms, from.rise_mv + reversal_mv, slope, to.rise_mv + reversal_mv, to_slope});
        from = to;
        slope = to_slope;
    }
}

/// Moves the state along one interval of the flow, up to a spike.
Segment flow(const Glif::Coeffs& coeffs, Glif::State& state, const glif::Rates& rates, const glif::Propagator& by,
             double target_mv, double duration_ms, InnerSteps* inner) noexcept {
    const auto begin = point_of(coeffs, state);
    const glif::FlowInterval interval{rates,
                                      target_mv,
                                      coeffs.threshold_mv,
                                      duration_ms,
                                      begin,
                                      glif::slope(rates, target_mv, begin),
                                      propagate(by, target_mv, begin)};
    const auto segment_to = [&](const glif::Point& point, Event event, double elapsed_ms, int steps) {
        if (inner != nullptr) trace(interval, coeffs.membrane.reversal_mv, point, elapsed_ms, *inner);
        return Segment{elapsed_ms,
                       event,
                       state.voltage_mv,
                       interval.begin_slope,
                       point.rise_mv + coeffs.membrane.reversal_mv,
                       glif::slope(rates, target_mv, point),
                       steps};
    };
    if (surely_below(interval)) {
        const auto segment = segment_to(interval.end, Event::none, duration_ms, 1);
        state = state_of(coeffs, interval.end, 0.0);
        return segment;
    }
    int points = 0;
    const auto crossing = first_crossing(interval, points);
    // Finding a crossing, or that there is none, is worth so many simple steps: 16 for the 10 points of a common spike.
    const int steps_of_search = std::max(16, points * 8 / 5);
    const auto& [elapsed_ms, point] = crossing.value_or(glif::Crossing{duration_ms, interval.end});
    const auto segment = segment_to(point, crossing ? Event::spike : Event::none, elapsed_ms, steps_of_search);
    state =
        crossing ? state_of(coeffs, after_spike(coeffs, point), coeffs.refractory_ms) : state_of(coeffs, point, 0.0);
    return segment;
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
    rates.per_pf = 1.0 / (units::pf_per_nf * params.capacitance_nf);
    rates.leak_per_ms = coeffs.membrane.per_tau;
    const auto decay_per_ms = [](bool present, double per_s) { return present ? per_ms(per_s) : absent_per_ms; };
    for (std::size_t j = 0; j < glif::currents; ++j) {
        const auto& current = params.after_spike[j];
        rates.current_per_ms[j] = decay_per_ms(features.after_spike_currents, current.decay_per_s);
        coeffs.amplitude_pa[j] = features.after_spike_currents ? current.amplitude_pa : 0.0;
        coeffs.retention[j] = current.retention * std::exp(-rates.current_per_ms[j] * params.refractory_ms);
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

Segment Glif::advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms,
                      InnerSteps* inner) noexcept {
    if (state.refractory.active()) return state.refractory.hold(state.voltage_mv, duration_ms);
    const auto target = coeffs.membrane.target(drive);
    if (drive.conductance_ns == 0.0 && duration_ms == coeffs.membrane.step_ms)
        return flow(coeffs, state, coeffs.rates, coeffs.step, target.rise_mv, duration_ms, inner);
    auto rates = coeffs.rates;
    rates.leak_per_ms = target.per_tau;
    return flow(coeffs, state, rates, propagator(rates, duration_ms), target.rise_mv, duration_ms, inner);
}

void Glif::observe(const Coeffs& coeffs, const State& state, const Drive&, double* out) noexcept {
    out[0] = state.current_pa[0];
    out[1] = state.current_pa[1];
    out[2] = state.threshold_spike_mv;
    out[3] = state.threshold_voltage_mv;
    out[4] = coeffs.membrane.reversal_mv + coeffs.threshold_mv + state.threshold_spike_mv + state.threshold_voltage_mv;
}

} // namespace soma::membrane
