#pragma once

#include "Membrane/InnerSteps.h"
#include "Membrane/MinimumInterval.h"
#include "Membrane/Model.h"

namespace soma::membrane {

/// Izhikevich 2003, with the terms that his figures of 2004 change for some patterns as parameters:
///
///   V' = quadratic·V² + linear·V + constant − u + I/C,   u' = a (b (V − offset) − leak·u)
///   at V = peak: V ← c, u ← u + d;   V in mV, t in ms, u and I/C in mV/ms; no refractory period
///
/// Scheme `exact`: ControlledRk4, steps of at most 84 µs, spike located on true steps, u taken at the spike's instant,
/// the rest of the time integrated. Spike times of the published cells against DOP853 1e-11 at one step per sample of
/// 44.1 or 48 kHz: within 0.005 µs (pattern Q, a = 1: 0.2 µs; at 84 µs per sample 0.06 µs). About 40 ns per step.
///
/// Scheme `published_euler`: the steps that the figures were drawn with, in the same order of operations: every
/// euler_step_ms first V, then u with the new V, then the test V > peak. Step k acts, and fires, at k·euler_step_ms
/// with the input of that instant; where the input jumps just there it takes the weaker value, as the published strict
/// inequalities do. Between the steps V is drawn as the line to the next one, cut at the peak. It has its own clock and
/// gives the published indices at every audio rate.
struct Izhikevich {
    enum class Scheme : std::uint8_t { exact, published_euler };

    struct Params {
        double capacitance_nf = 0.1;
        double a = 0.02;     ///< 1/ms
        double b = 0.2;      ///< 1/ms
        double c_mv = -65.0; ///< at least reset_gap_mv below the peak; a higher one counts as that
        double d = 8.0;      ///< mV/ms
        double quadratic = 0.04;
        double linear = 5.0;
        double constant = 140.0;
        double recovery_offset_mv = 0.0;
        double recovery_leak = 1.0;
        double peak_mv = 30.0;
        Scheme scheme = Scheme::exact;
        double euler_step_ms = 0.25;
    };
    /// The step of `exact` that is accurate in normal use.
    static constexpr double longest_step_ms = 0.084;

    struct Coeffs {
        Params params;
        double capacitance_pf;
        double reset_mv;
        double step_ms; ///< one sample
    };
    struct State {
        std::array<double, 2> y; ///< V in mV, u in mV/ms
        Refractory pause;
        MinimumInterval pace;
        double shown_mv;      ///< Euler: V as drawn
        double until_step_ms; ///< Euler: to the next step
        double last_input;    ///< Euler: I/C of the advance before, mV/ms
    };
    static constexpr std::array<std::string_view, 1> variables{"u_mV_per_ms"};

    static Coeffs prepare(const Params& params, double step_ms);

    /// V not stated: the lower fixed point, or the vertex of the parabola where there is none. u not stated: its steady
    /// state at V (at no leak: what holds V).
    static State reset(const Coeffs& coeffs, const Initial& initial);

    static Segment advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms,
                           InnerSteps* inner = nullptr) noexcept;
    static double voltage_mv(const Coeffs& coeffs, const State& state) noexcept;
    static void observe(const Coeffs& coeffs, const State& state, const Drive& drive, double* out) noexcept;
};

static_assert(NeuronModel<Izhikevich>);

} // namespace soma::membrane
