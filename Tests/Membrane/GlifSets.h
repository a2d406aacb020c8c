#pragma once

#include "Membrane/Glif.h"
#include "Support/ReferenceData.h"

#include <utility>

namespace soma::test {

/// The published fits of glif_parameters.json by cell and level, with the refractory period that its reference runs
/// used.
inline std::map<std::pair<std::string, int>, membrane::Glif::Params> published_glif_sets() {
    std::map<std::pair<std::string, int>, membrane::Glif::Params> sets;
    const auto data = reference_json("glif_parameters.json");
    for (const auto& set : data.at("sets")) {
        const int level = set.at("level");
        const double rest_mv = set.at("El_reference_mV"), capacitance_pf = set.at("C_pF");
        membrane::Glif::Params params;
        params.level = level;
        params.leak = {set.at("R_MOhm"), rest_mv};
        params.capacitance_nf = 1e-3 * capacitance_pf;
        params.threshold_mv = rest_mv + set.at("th_inf_mV_rel").get<double>();
        params.reset_mv = rest_mv;
        params.refractory_ms = 1e3 * set.at("t_ref_used_s").get<double>();
        params.reset_slope = set.at("voltage_reset").at("a");
        params.reset_offset_mv = set.at("voltage_reset").at("b_mV");
        for (std::size_t j = 0; j < params.after_spike.size(); ++j)
            params.after_spike[j] = {set.at("asc_amp_pA")[j], set.at("asc_decay_per_s")[j], set.at("asc_r")[j]};
        params.threshold_spike_step_mv = set.at("th_spike_add_mV");
        params.threshold_spike_decay_per_s = set.at("th_spike_decay_per_s");
        params.threshold_voltage_gain_per_s = set.at("th_voltage_a_per_s");
        params.threshold_voltage_decay_per_s = set.at("th_voltage_b_per_s");
        sets[{set.at("cell"), level}] = params;
    }
    return sets;
}

} // namespace soma::test
