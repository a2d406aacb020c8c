#pragma once

#include "Membrane/Passive.h"
#include "Membrane/Refractory.h"

#include <algorithm>

namespace soma::membrane {

/// Leaky integrate-and-fire, the course's spiking model: an RC membrane that fires when V reaches the threshold, is
/// held at the reset for the refractory period and then goes on.
///
/// Exact: with a held drive V is monotone, so comparing the end of the step with the threshold finds every crossing
/// (Rotter & Diesmann 1999), and its instant is t = τ·ln(1 + (V_th − V)/(V_∞ − V_th)). The end of the refractory period
/// is an instant too, not a count of samples. Error of a spike time: rounding, about 1e-15 s a spike.
struct Lif {
    struct Params {
        Leak leak;
        double capacitance_nf = 0.1;
        double threshold_mv = -50.0;
        double reset_mv = -65.0; ///< at least reset_gap_mv below the threshold; a higher one counts as that
        double refractory_ms = 1.0;
    };
    struct Coeffs {
        Passive membrane;
        double threshold_mv;
        double reset_mv;
        double refractory_ms;
    };
    struct State {
        double voltage_mv;
        Refractory refractory;
    };
    static constexpr std::array<std::string_view, 0> variables{};

    static Coeffs prepare(const Params& params, double step_ms) {
        return {Passive::prepare(params.leak, params.capacitance_nf, step_ms), params.threshold_mv,
                std::min(params.reset_mv, params.threshold_mv - reset_gap_mv), params.refractory_ms};
    }
    static State reset(const Coeffs& coeffs, const Initial& initial) {
        return {std::isnan(initial.voltage_mv) ? coeffs.membrane.reversal_mv : initial.voltage_mv, {}};
    }
    static Segment advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms) noexcept {
        if (state.refractory.active()) return state.refractory.hold(state.voltage_mv, duration_ms);
        const auto& membrane = coeffs.membrane;
        const auto target = membrane.target(drive);
        const double begin_mv = state.voltage_mv;
        const double distance_mv = membrane.distance_mv(target, begin_mv);
        const double begin_slope = distance_mv * target.per_tau;
        const double moved_mv = distance_mv * membrane.relaxation(target, duration_ms);
        if (begin_mv + moved_mv >= coeffs.threshold_mv) return fire(coeffs, state, target, duration_ms);
        state.voltage_mv = begin_mv + moved_mv;
        return {duration_ms,
                Event::none,
                begin_mv,
                begin_slope,
                state.voltage_mv,
                (distance_mv - moved_mv) * target.per_tau,
                1};
    }
    /// For a caller that knows of the spike: V reaches the threshold on the way to the target, within the duration.
    static Segment fire(const Coeffs& coeffs, State& state, const Passive::Target& target,
                        double duration_ms) noexcept {
        const double begin_mv = state.voltage_mv;
        const double distance_mv = coeffs.membrane.distance_mv(target, begin_mv);
        const double gap_mv = std::max(0.0, coeffs.threshold_mv - begin_mv);
        const double beyond_mv = std::max(0.0, distance_mv - gap_mv);
        const double crossing_ms = gap_mv > 0.0 ? time_to_cover(gap_mv, beyond_mv) / target.per_tau : 0.0;
        state = {coeffs.reset_mv, {coeffs.refractory_ms}};
        return {std::clamp(crossing_ms, 0.0, duration_ms),
                Event::spike,
                begin_mv,
                distance_mv * target.per_tau,
                begin_mv + gap_mv,
                beyond_mv * target.per_tau,
                1};
    }
    static double voltage_mv(const Coeffs&, const State& state) noexcept { return state.voltage_mv; }
    static void observe(const Coeffs&, const State&, const Drive&, double*) noexcept {}
};

static_assert(NeuronModel<Lif>);

} // namespace soma::membrane
