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

/// The stimuli of the reference runs, 24000 samples at 48 kHz, in permille of each run's rh_pA. The file holds two;
/// step and ramp are the exact integers that its header gives.
inline std::map<std::string, std::vector<double>> glif_stimuli() {
    const auto table = reference_table("glif_stim.csv");
    std::map<std::string, std::vector<double>> permille{{"noise", table["noise"]}, {"sine40", table["sine40"]}};
    for (int k = 0; k < 24000; ++k) {
        const bool on = k >= 2400 && k < 21600;
        permille["step"].push_back(on ? 2000.0 : 0.0);
        permille["ramp"].push_back(on ? std::floor((k - 2400) * 4000.0 / 19200.0) : 0.0);
    }
    return permille;
}

} // namespace soma::test
