#pragma once

#include "Membrane/HodgkinHuxley.h"
#include "Membrane/Lanes/LaneModel.h"

namespace soma::membrane {

/// Hodgkin–Huxley in lanes: the scalar model's Runge–Kutta 4 with all six rates from one exponential and one division.
/// Spike times differ from the scalar model's by less than 1e-9 s, V between spikes by less than 1e-8 mV.
template <>
struct LaneModel<HodgkinHuxley> {
    static constexpr bool available = true;

    /// Derived: what a step without any drive would change at the first stage, which is the last of the step before;
    /// and where V is quiet.
    enum State : std::size_t {
        voltage_mv,
        m,
        h,
        n,
        above,
        state_rows,
        v_change = state_rows,
        m_change,
        h_change,
        n_change,
        ceiling_mv,
        floor_mv,
    };
    static constexpr std::size_t derived_rows = 6;
    /// A sample is `steps` steps; all rates are per step.
    enum Coeff : std::size_t {
        step_per_pf, ///< ms/pF
        sodium,
        potassium,
        leak,
        leak_push, ///< the leak's current at V = 0, in mV a step
        sodium_reversal_mv,
        potassium_reversal_mv,
        speed,
        beta_m, ///< the rates' factors, times the speed
        alpha_h,
        beta_n,
        spike_level_mv,
        rearm_mv, ///< the detector is armed again below it
        steps_per_ms,
        steps, ///< the same for all neurons
        coeff_rows,
    };
    static double now_mv(const LaneRows& rows, std::size_t lane) noexcept { return rows[voltage_mv][lane]; }

    /// Up to here the leak's spread leaves all neurons the same number of steps.
    static bool suits(const HodgkinHuxley::Coeffs& coeffs) noexcept { return coeffs.leak_per_ms <= 10.0; }
    static void write_coeffs(const HodgkinHuxley::Coeffs&, const LaneRows&, std::size_t lane) noexcept;
    static void write_state(const HodgkinHuxley::Coeffs&, const HodgkinHuxley::State&, const LaneRows&,
                            std::size_t lane) noexcept;
    static HodgkinHuxley::State read_state(const HodgkinHuxley::Coeffs&, const LaneRows&, std::size_t lane) noexcept;
    static void run(const LaneInterval&) noexcept;
};

} // namespace soma::membrane
