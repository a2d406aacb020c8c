#pragma once

#include "Membrane/Izhikevich.h"
#include "Membrane/Lanes/LaneModel.h"

namespace soma::membrane {

/// Izhikevich in lanes: the scalar model's Runge–Kutta 4, operation by operation: every number has the scalar model's
/// bits. Only the scheme `exact`; the published Euler steps, which keep a fixed step, stay with the scalar
/// model.
template <>
struct LaneModel<Izhikevich> {
    static constexpr bool available = true;

    enum State : std::size_t { voltage_mv, recovery, pause_ms, since_spike_ms, state_rows };
    enum Coeff : std::size_t {
        capacitance_pf,
        a,
        b,
        quadratic,
        linear,
        constant,
        recovery_offset_mv,
        recovery_leak,
        ceiling_mv, ///< V stays quiet below it
        sample_ms,
        steps,      ///< in a sample; the same for all neurons
        step_ms,    ///< of all but the last of them
        last_ms,    ///< of the last: what is left
        first_kept, ///< the Euler scheme's three numbers
        coeff_rows = first_kept + 3,
    };
    static constexpr std::size_t kept_rows = std::size_t{state_rows} + first_kept;
    static double now_mv(const LaneRows& rows, std::size_t lane) noexcept { return rows[voltage_mv][lane]; }
    static constexpr std::size_t derived_rows = 0;

    static bool suits(const Izhikevich::Coeffs& coeffs) noexcept {
        return coeffs.params.scheme == Izhikevich::Scheme::exact;
    }
    static void write_coeffs(const Izhikevich::Coeffs&, const LaneRows&, std::size_t lane) noexcept;
    static void write_state(const Izhikevich::Coeffs&, const Izhikevich::State&, const LaneRows&,
                            std::size_t lane) noexcept;
    static Izhikevich::State read_state(const Izhikevich::Coeffs&, const LaneRows&, std::size_t lane) noexcept;
    static void run(const LaneInterval&) noexcept;
};

} // namespace soma::membrane
