#pragma once

#include "Membrane/ControlledRk4.h"

namespace soma::membrane {

/// A passive membrane with one kind of voltage-gated channel, the gate equation of the course:
///
///   C dV/dt = I − (V − E)/R − g_max x^p (V − E_rev),   dx/dt = α (1 − x) − β x,   α = A e^(B·V), β likewise
///
/// A spike is an upward crossing of spike_level_mv; nothing is reset.
///
/// Method: ControlledRk4, steps of at most 42 µs, shorter where the error estimate or a fast gate asks for it. Spike
/// times and V against an independent integration with 0.5 µs steps: within 0.01 µs and 0.001 mV at 44.1 kHz for gates
/// of 0.1 ms and slower; a gate faster than 1 µs is followed as if it were at its steady state. About 80 ns per step.
struct Channel {
    /// One direction of the gate: A e^(B·V).
    struct Rate {
        double per_ms; ///< A
        double per_mv; ///< B

        static constexpr double fastest_per_ms = 1e5; ///< a rate saturates here: no exponential overflows
        double at(double voltage_mv) const noexcept;  ///< per ms
    };
    struct Params {
        Leak leak;
        double capacitance_nf = 0.1;
        double max_ns = 10.0;
        double reversal_mv = -77.0;
        int gates = 1; ///< p; 0: the channel is always open
        Rate alpha{6.09, 0.05};
        Rate beta{0.041, -0.05};
        double spike_level_mv = 0.0;
    };
    struct Coeffs {
        double capacitance_pf;
        double leak_per_ms; ///< g/C
        double leak_reversal_mv;
        double max_per_ms;
        double reversal_mv;
        int gates;
        Rate alpha;
        Rate beta;
        double spike_level_mv;
        double longest_step_ms;
    };
    struct State {
        std::array<double, 2> y; ///< V in mV, x
        bool above;              ///< the detector's memory
    };
    /// The gate is a pure number; the current is positive outwards.
    static constexpr std::array<std::string_view, 2> variables{"x", "i_channel_pA"};

    /// Rates and steady state of the gate at a held potential, for plots. Any thread.
    struct Curves {
        double alpha_per_ms;
        double beta_per_ms;
        double steady; ///< x∞ = α/(α + β); 0 when both rates are 0
        double tau_ms; ///< 1/(α + β); infinite when both rates are 0
    };
    static Curves curves(const Rate& alpha, const Rate& beta, double voltage_mv) noexcept;

    static Coeffs prepare(const Params& params, double step_ms);

    /// V not stated: the potential at which leak and channel current cancel. x not stated: its steady state at V.
    static State reset(const Coeffs& coeffs, const Initial& initial);

    static Segment advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms,
                           InnerSteps* inner = nullptr) noexcept;
    static double voltage_mv(const Coeffs&, const State& state) noexcept { return state.y[0]; }
    static void observe(const Coeffs& coeffs, const State& state, const Drive& drive, double* out) noexcept;
};

static_assert(NeuronModel<Channel>);

} // namespace soma::membrane
