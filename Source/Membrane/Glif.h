#pragma once

#include "Membrane/GlifFlow.h"
#include "Membrane/InnerSteps.h"
#include "Membrane/Passive.h"
#include "Membrane/Refractory.h"

namespace soma::membrane {

/// Generalised leaky integrate-and-fire, levels 1 to 5 (Teeter et al. 2018; the Allen Institute's models):
///
///   C dV/dt = I + Σ I_j − (V − E)/R    θ = θ_∞ + θ_s + θ_v    a spike when V > θ
///   level      1   2   3   4   5
///   reset      V ← reset (1, 3);  V − E ← a (V − E) + b (2, 4, 5)
///   I_j                *   *   *     decay with k_j;  at a spike  I_j ← amplitude_j + r_j I_j e^(−k_j t_ref)
///   θ_s            *       *   *     decays with b_s; at a spike  θ_s ← θ_s e^(−b_s t_ref) + step
///   θ_v                        *     dθ_v/dt = a_v (V − E) − b_v θ_v; a spike leaves it
///
/// A spike puts the whole state at once to where the refractory period will end and holds it there; the input is
/// ignored meanwhile. Reset above threshold: published fits have a > 1, so a high spike may be reset above θ. V then
/// starts at θ − reset_gap_mv, and the neuron fires again as soon as its input lets it.
///
/// Method: closed form between events (GlifFlow.h), the first crossing found without loss (GlifCrossing.h), both exact
/// for any clamp conductance. Error against an independent event-driven solution (scipy, root search by brentq): all
/// 1072 spikes of 28 runs of 0.5 s within 5e-13 s, half of its last decimal; V, θ and Σ I_j within half of its 8th
/// digit. Cost: about 35 ns a sample without clamp, 60 (levels 1 to 4) and 220 (level 5) with one; 1 µs more a spike.
struct Glif {
    struct AfterSpikeCurrent {
        double amplitude_pa;
        double decay_per_s;
        double retention;
    };
    /// Defaults: Allen cell 474637203 (Htr3a, mouse), level 5.
    struct Params {
        int level = 5; ///< 1 to 5
        Leak leak{113.22477231723857, -66.92888132731122};
        double capacitance_nf = 0.05974122556127248;
        double threshold_mv = -46.652104424468934; ///< θ_∞, absolute
        double reset_mv = -66.92888132731122;      ///< levels 1 and 3, absolute
        double refractory_ms = 2.8;
        double reset_slope = 1.1875553519215383;     ///< a
        double reset_offset_mv = -17.46470219669519; ///< b
        std::array<AfterSpikeCurrent, glif::currents> after_spike{
            {{-12.09661945253461, 3.0, 1.0}, {-222.98404030276978, 100.0, 1.0}}};
        double threshold_spike_step_mv = 3.253590242372203;
        double threshold_spike_decay_per_s = 77.09248936287732;    ///< b_s
        double threshold_voltage_gain_per_s = 48.57016714302081;   ///< a_v
        double threshold_voltage_decay_per_s = 159.92306485451314; ///< b_v
    };
    /// Features that a level adds to leaky integrate-and-fire.
    struct Features {
        bool reset_rule;
        bool after_spike_currents;
        bool spike_threshold;
        bool voltage_threshold;
    };
    struct Coeffs {
        Features features;
        Passive membrane;
        glif::Rates rates;
        glif::Propagator step; ///< of the duration given to prepare, without clamp
        double threshold_mv;   ///< above the leak's reversal potential, as reset_offset_mv
        double reset_slope;
        double reset_offset_mv;
        std::array<double, glif::currents> amplitude_pa;
        std::array<double, glif::currents> retention; ///< share of I_j that outlives a spike and its refractory period
        double threshold_step_mv;
        double threshold_kept;
        double refractory_ms;
    };
    struct State {
        double voltage_mv;
        std::array<double, glif::currents> current_pa;
        double threshold_spike_mv;
        double threshold_voltage_mv;
        Refractory refractory;
    };
    /// threshold_mV is θ in absolute terms, an observable; the others are state.
    static constexpr std::array<std::string_view, 5> variables{"asc1_pA", "asc2_pA", "threshold_spike_mV",
                                                               "threshold_voltage_mV", "threshold_mV"};

    static Coeffs prepare(const Params& params, double step_ms);
    static State reset(const Coeffs& coeffs, const Initial& initial);
    static Segment advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms,
                           InnerSteps* inner = nullptr) noexcept;
    static double voltage_mv(const Coeffs&, const State& state) noexcept { return state.voltage_mv; }
    static void observe(const Coeffs& coeffs, const State& state, const Drive&, double* out) noexcept;
};

static_assert(NeuronModel<Glif>);

} // namespace soma::membrane
