#pragma once

#include "Membrane/ControlledRk4.h"
#include "Membrane/HhRates.h"

namespace soma::membrane {

/// Hodgkin & Huxley 1952, the squid giant axon's patch of membrane, in the absolute voltage convention:
///
///   C dV/dt = I − g_Na m³h (V − E_Na) − g_K n⁴ (V − E_K) − g_L (V − E_L),   dx/dt = φ (α_x (1 − x) − β_x x)
///
/// with 1 µF/cm², so that the capacitance sets the cell's area; φ = 3^((T − 6.3)/10). A spike is an upward crossing of
/// spike_level_mv; nothing is reset.
///
/// Method: ControlledRk4, steps of at most 42 µs, shorter when φ or the conductances are larger. Spike times against an
/// independent integration, 10 µA/cm² for 100 ms: within 0.006 µs at one step per sample of 44.1 kHz, 0.6 µs per second
/// of model time at 417 µs per sample; V within 0.004 mV. About 160 ns per step.
struct HodgkinHuxley {
    struct Params {
        double capacitance_nf = 0.1;
        double sodium_ms_cm2 = 120.0;
        double potassium_ms_cm2 = 36.0;
        double leak_ms_cm2 = 0.3;
        double sodium_reversal_mv = 50.0;
        double potassium_reversal_mv = -77.0;
        double leak_reversal_mv = -54.3;
        double temperature_c = 6.3;
        double ttx_block = 0.0; ///< 0..1 of the sodium channels
        double tea_block = 0.0; ///< 0..1 of the potassium channels
        double spike_level_mv = 0.0;
        bool use_leak = false; ///< the leak below in place of leak_ms_cm2 and leak_reversal_mv
        Leak leak;
    };
    struct Coeffs {
        double capacitance_pf;
        double sodium_per_ms; ///< g/C
        double potassium_per_ms;
        double leak_per_ms;
        double sodium_reversal_mv;
        double potassium_reversal_mv;
        double leak_reversal_mv;
        double speed; ///< φ
        double spike_level_mv;
        double longest_step_ms;
        double step_ms; ///< one sample
    };
    struct State {
        std::array<double, 4> y; ///< V in mV, m, h, n
        bool above;              ///< the detector's memory
    };
    /// The gates are pure numbers; ionic currents are positive outwards.
    static constexpr std::array<std::string_view, 6> variables{"m", "h", "n", "i_na_pA", "i_k_pA", "i_leak_pA"};

    static Coeffs prepare(const Params& params, double step_ms);

    /// V not stated: the potential at which the three currents cancel. A gate not stated: its steady state at V.
    static State reset(const Coeffs& coeffs, const Initial& initial);

    static Segment advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms,
                           InnerSteps* inner = nullptr) noexcept;
    static double voltage_mv(const Coeffs&, const State& state) noexcept { return state.y[0]; }
    static void observe(const Coeffs& coeffs, const State& state, const Drive& drive, double* out) noexcept;
};

static_assert(NeuronModel<HodgkinHuxley>);

} // namespace soma::membrane
