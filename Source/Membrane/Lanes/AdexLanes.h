#pragma once

#include "Membrane/Adex.h"
#include "Membrane/Lanes/LaneModel.h"

namespace soma::membrane {

/// AdEx in lanes below the upstroke: the scalar model's Runge–Kutta 4 with the vector exponential; from where the
/// exponential may outweigh the rest to the peak, some samples a spike, the scalar model. Spike times differ from its
/// own by less than 1e-9 s.
template <>
struct LaneModel<Adex> {
    static constexpr bool available = true;

    /// Derived: the slopes without any drive at the first stage of a step, which is the last of the one before. A held
    /// neuron has its time left in `release_ms`; a free one has no end of its freedom.
    enum State : std::size_t {
        voltage_mv,
        w_pa,
        release_ms,
        since_spike_ms,
        state_rows,
        v_slope = state_rows,
        w_slope
    };
    static constexpr std::size_t derived_rows = 2;
    enum Coeff : std::size_t {
        per_pf,
        leak_per_ms,
        leak_push, ///< the leak's current at V = 0, over C, in mV/ms
        leak_reversal_mv,
        threshold_mv,
        per_slope_mv,
        upstroke_push, ///< g_L Δ_T/C, in mV/ms
        upstroke_mv,   ///< below it the upstroke has not begun
        adaptation_ns,
        per_tau_w,
        tolerance_pa,
        most_pa,
        held_share, ///< of the way to its steady state that w covers in a sample
        sample_ms,
        step_ms, ///< of one of the steps below
        steps,   ///< in a sample; the same for all neurons
        coeff_rows,
    };
    static double now_mv(const LaneRows& rows, std::size_t lane) noexcept { return rows[voltage_mv][lane]; }

    static bool suits(const Adex::Coeffs&) noexcept { return true; }
    static void write_coeffs(const Adex::Coeffs&, const LaneRows&, std::size_t lane) noexcept;
    static void write_state(const Adex::Coeffs&, const Adex::State&, const LaneRows&, std::size_t lane) noexcept;
    static Adex::State read_state(const Adex::Coeffs&, const LaneRows&, std::size_t lane) noexcept;
    static void run(const LaneInterval&) noexcept;
};

} // namespace soma::membrane
