#pragma once

#include "Membrane/Glif.h"
#include "Membrane/Lanes/LaneModel.h"

namespace soma::membrane {

/// GLIF 1 to 5 in lanes: the scalar model's exact flow over one sample and its certificate that no spike can lie
/// within, operation by operation: every number has the scalar model's bits. A clamp's conductance changes all
/// coefficients from sample to sample; such samples are left to the scalar model.
template <>
struct LaneModel<Glif> {
    static constexpr bool available = true;

    /// A held neuron has its time left in `release_ms`; a free one has no end of its freedom.
    enum State : std::size_t {
        voltage_mv,
        first_pa,
        second_pa,
        threshold_spike_mv,
        threshold_voltage_mv,
        release_ms,
        state_rows
    };
    enum Coeff : std::size_t {
        step_ms,
        rise_mv_per_pa,
        reversal_mv,
        threshold_mv,
        per_pf, ///< the rates of glif::Rates
        leak_per_ms,
        first_per_ms,
        second_per_ms,
        spike_per_ms,
        voltage_gain_per_ms,
        voltage_per_ms,
        relaxation, ///< the propagator of one sample
        first_to_rise,
        second_to_rise,
        first_decay,
        second_decay,
        spike_decay,
        voltage_decay,
        rise_to_threshold,
        gap_to_threshold,
        first_to_threshold,
        second_to_threshold,
        coeff_rows,
    };
    static double now_mv(const LaneRows& rows, std::size_t lane) noexcept { return rows[voltage_mv][lane]; }
    static constexpr std::size_t derived_rows = 0;

    static bool suits(const Glif::Coeffs&) noexcept { return true; }
    static void write_coeffs(const Glif::Coeffs&, const LaneRows&, std::size_t lane) noexcept;
    static void write_state(const Glif::Coeffs&, const Glif::State&, const LaneRows&, std::size_t lane) noexcept;
    static Glif::State read_state(const Glif::Coeffs&, const LaneRows&, std::size_t lane) noexcept;
    static void run(const LaneInterval&) noexcept;
};

} // namespace soma::membrane
