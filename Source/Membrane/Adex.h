#pragma once

#include "Membrane/InnerSteps.h"
#include "Membrane/MinimumInterval.h"
#include "Membrane/Model.h"

namespace soma::membrane {

/// Adaptive exponential integrate-and-fire (Brette & Gerstner 2005):
///
///   C V' = −g_L (V − E_L) + g_L Δ_T e^((V − V_T)/Δ_T) − w + I,   τ_w w' = a (V − E_L) − w
///   at V = peak: V ← reset, w ← w + b; w goes on during a refractory period, V is held
///
/// Method: ControlledRk4 in V, steps of at most 84 µs, up to where the exponential outweighs everything else together.
/// From there the orbit is integrated over z = y^(1/4), y = e^(−(V − V_T)/Δ_T), which falls regularly to the peak while
/// time runs out (after Touboul 2011): the spike's instant and w there come without a search and without stiffness.
/// Spike times of the published cells
/// against DOP853 1e-11 over 0.6 s, one step per sample of 44.1 or 48 kHz: within 0.002 µs (84 µs per sample: 0.08 µs),
/// the chaotic cell's first five spikes within 0.001 µs. About 130 ns per step.
struct Adex {
    struct Params {
        Leak leak{1000.0 / 30.0, -70.6};
        double capacitance_nf = 0.281;
        double threshold_mv = -50.4; ///< V_T
        double slope_mv = 2.0;       ///< Δ_T
        double adaptation_ns = 4.0;  ///< a
        double adaptation_tau_ms = 144.0;
        double adaptation_step_pa = 80.5; ///< b
        double peak_mv = 0.0;
        double reset_mv = -70.6; ///< at least reset_gap_mv below the peak; a higher one counts as that
        double refractory_ms = 0.0;
    };
    /// The step in V that is accurate in normal use.
    static constexpr double longest_step_ms = 0.084;

    struct Coeffs {
        double capacitance_pf;
        double leak_ns;
        double leak_reversal_mv;
        double threshold_mv;
        double slope_mv;
        double adaptation_ns;
        double adaptation_tau_ms;
        double adaptation_step_pa;
        double peak_mv;
        double upstroke_mv; ///< below it time is the independent variable
        double reset_mv;
        double refractory_ms;
        double step_ms; ///< one sample
    };
    struct State {
        std::array<double, 2> y; ///< V in mV, w in pA
        Refractory refractory;
        MinimumInterval pace;
    };
    static constexpr std::array<std::string_view, 1> variables{"w_pA"};

    static Coeffs prepare(const Params& params, double step_ms);

    /// V not stated: where V' is 0 with w at its steady state. w not stated: its steady state at V.
    static State reset(const Coeffs& coeffs, const Initial& initial);

    static Segment advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms,
                           InnerSteps* inner = nullptr) noexcept;
    static double voltage_mv(const Coeffs&, const State& state) noexcept { return state.y[0]; }
    static void observe(const Coeffs& coeffs, const State& state, const Drive& drive, double* out) noexcept;
};

static_assert(NeuronModel<Adex>);

} // namespace soma::membrane
