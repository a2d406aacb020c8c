#pragma once

#include "Membrane/Passive.h"

namespace soma::membrane {

/// V = E + I·R at once: the course's steady state (`rest`, with the ions combined into one leak) and its first try at a
/// dynamic model (`r`), which shows why a capacitor is needed. Exact.
struct Resistive {
    struct Params {
        Leak leak;
    };
    struct Coeffs {
        Passive membrane;
    };
    struct State {
        double voltage_mv;
    };
    static constexpr std::array<std::string_view, 0> variables{};

    static Coeffs prepare(const Params& params, double step_ms) {
        return {Passive::prepare(params.leak, 1.0, step_ms)};
    }
    static State reset(const Coeffs& coeffs, const Initial& initial) {
        return {std::isnan(initial.voltage_mv) ? coeffs.membrane.reversal_mv : initial.voltage_mv};
    }
    static Segment advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms) noexcept {
        state.voltage_mv = coeffs.membrane.reversal_mv + coeffs.membrane.target(drive).rise_mv;
        return {duration_ms, Event::none, state.voltage_mv, 0.0, state.voltage_mv, 0.0, 1};
    }
    static double voltage_mv(const Coeffs&, const State& state) noexcept { return state.voltage_mv; }
    static void observe(const Coeffs&, const State&, const Drive&, double*) noexcept {}
};

static_assert(NeuronModel<Resistive>);

} // namespace soma::membrane
