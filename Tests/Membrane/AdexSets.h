#pragma once

#include "Membrane/Adex.h"
#include "Support/ReferenceData.h"

namespace soma::test {

/// The cell of a run of adex_spike_times.json, and where it starts.
inline membrane::Adex::Params adex_params_from(const nlohmann::json& run) {
    membrane::Adex::Params params;
    params.capacitance_nf = 1e-3 * run["C_pF"].get<double>();
    params.leak = {1000.0 / run["gL_nS"].get<double>(), run["EL_mV"]};
    params.threshold_mv = run["VT_mV"];
    params.slope_mv = run["DeltaT_mV"];
    params.adaptation_ns = run["a_nS"];
    params.adaptation_tau_ms = run["tau_w_ms"];
    params.adaptation_step_pa = run["b_pA"];
    params.peak_mv = run["V_peak_mV"];
    params.reset_mv = run["Vr_mV"];
    return params;
}

inline membrane::Initial adex_initial_from(const nlohmann::json& run) {
    membrane::Initial initial;
    initial.voltage_mv = run["V0_mV"];
    initial.internal[0] = run["w0_pA"];
    return initial;
}

} // namespace soma::test
