#pragma once

#include "Core/Units.h"
#include "Membrane/Model.h"
#include "Membrane/Relaxation.h"

#include <cmath>

namespace soma::membrane {

/// The linear membrane C dV/dt = I + g (E_rev − V) − (V − E)/R, solved exactly for a held drive:
/// V relaxes towards a target with one time constant. Shared by the passive, integrate-and-fire and GLIF models.
struct Passive {
    double leak_ns;
    double reversal_mv;
    double resistance_mohm;
    double capacitance_nf;
    double per_tau; ///< 1/τ, per ms
    double step_ms;
    double step_relaxation; ///< 1 − e^(−step/τ), the share of the way to the target that one step covers

    static Passive prepare(const Leak& leak, double capacitance_nf, double step_ms) {
        const double per_tau = 1.0 / (leak.resistance_mohm * capacitance_nf);
        return {units::conductance_ns(leak.resistance_mohm),
                leak.reversal_mv,
                leak.resistance_mohm,
                capacitance_nf,
                per_tau,
                step_ms,
                decayed_share(step_ms * per_tau)};
    }

    struct Target {
        double rise_mv; ///< the target above the leak's reversal potential
        double per_tau;
    };

    /// Exact for any conductance: it shifts the target and shortens τ.
    Target target(const Drive& drive) const noexcept {
        if (drive.conductance_ns == 0.0) return {units::mv_per_mohm_pa * resistance_mohm * drive.current_pa, per_tau};
        const double total_ns = leak_ns + drive.conductance_ns;
        const double current_pa = drive.current_pa + drive.conductance_ns * (drive.reversal_mv - reversal_mv);
        return {current_pa / total_ns, total_ns / (units::pf_per_nf * capacitance_nf)};
    }

    double relaxation(const Target& to, double duration_ms) const noexcept {
        return duration_ms == step_ms && to.per_tau == per_tau ? step_relaxation
                                                               : decayed_share(duration_ms * to.per_tau);
    }

    /// How far V is below the target; written so that R·I is not lost in the absolute potential.
    double distance_mv(const Target& to, double voltage_mv) const noexcept {
        return to.rise_mv - (voltage_mv - reversal_mv);
    }
};

} // namespace soma::membrane
