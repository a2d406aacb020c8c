#include "Membrane/GlifSets.h"

#include <gtest/gtest.h>

#include <fstream>

namespace soma::test {
namespace {

std::map<std::string, nlohmann::json> shipped_cells(const std::string& file) {
    std::ifstream stream(std::string(SOMAPHONE_SOURCE_DIR) + "/Assets/Cells/" + file);
    const auto data = nlohmann::json::parse(stream);
    std::map<std::string, nlohmann::json> cells;
    for (const auto& cell : data.at("cells")) cells[cell.at("id")] = cell;
    return cells;
}

/// The shipped cells are the parameter sets of the reference runs, but for the rounding of a change of unit.
TEST(GlifCells, are_the_published_fits) {
    const auto cells = shipped_cells("glif.json");
    const auto sets = published_glif_sets();
    ASSERT_EQ(cells.size(), sets.size());
    for (const auto& [name, params] : sets) {
        const auto& [number, level] = name;
        const auto& cell = cells.at("glif/" + number + "-" + std::to_string(level));
        EXPECT_EQ(cell.at("model"), "glif" + std::to_string(level));
        std::map<std::string, double> expected{{"membrane_capacitance_nf", params.capacitance_nf},
                                               {"membrane_resistance_mohm", params.leak.resistance_mohm},
                                               {"rest_mv", params.leak.reversal_mv},
                                               {"threshold_mv", params.threshold_mv},
                                               {"reset_mv", params.reset_mv},
                                               {"refractory_ms", params.refractory_ms}};
        if (level == 2 || level >= 4) {
            expected["glif_reset_slope"] = params.reset_slope;
            expected["glif_reset_offset_mv"] = params.reset_offset_mv;
            expected["threshold_spike_step_mv"] = params.threshold_spike_step_mv;
            expected["threshold_spike_decay_per_s"] = params.threshold_spike_decay_per_s;
        }
        for (std::size_t j = 0; j < 2 && level >= 3; ++j) {
            const auto prefix = "asc" + std::to_string(j + 1);
            expected[prefix + "_amplitude_pa"] = params.after_spike[j].amplitude_pa;
            expected[prefix + "_decay_per_s"] = params.after_spike[j].decay_per_s;
            expected[prefix + "_retention"] = params.after_spike[j].retention;
        }
        if (level == 5) {
            expected["threshold_voltage_gain_per_s"] = params.threshold_voltage_gain_per_s;
            expected["threshold_voltage_decay_per_s"] = params.threshold_voltage_decay_per_s;
        }
        ASSERT_EQ(cell.at("parameters").size(), expected.size()) << cell.at("id");
        for (const auto& [id, value] : expected)
            EXPECT_DOUBLE_EQ(cell.at("parameters").at(id).get<double>(), value) << cell.at("id") << " " << id;
    }
}

TEST(GlifCells, stand_beside_the_five_cells_of_the_course) {
    const auto cells = shipped_cells("allen.json");
    const auto data = reference_json("lif_spike_times.json");
    ASSERT_EQ(cells.size(), data.at("cells").size());
    for (const auto& golden : data.at("cells")) {
        const auto& cell = cells.at("allen/" + std::to_string(golden.at("id").get<int>()));
        EXPECT_EQ(cell.at("model"), "lif");
        const auto value = [&](const char* id) { return cell.at("parameters").at(id).get<double>(); };
        const double resistance_mohm = golden.at("R_MOhm"), threshold_mv = golden.at("Vth_abs_mV");
        EXPECT_EQ(value("membrane_resistance_mohm"), resistance_mohm);
        EXPECT_DOUBLE_EQ(value("membrane_capacitance_nf") * resistance_mohm, golden.at("tau_ms").get<double>());
        EXPECT_EQ(value("rest_mv"), golden.at("E_mV").get<double>());
        EXPECT_EQ(value("threshold_mv"), threshold_mv);
        EXPECT_DOUBLE_EQ(value("reset_mv"), threshold_mv - 10.0);
        EXPECT_EQ(value("refractory_ms"), 1.0);
    }
}

} // namespace
} // namespace soma::test
