#include "Membrane/GlifSets.h"
#include "State/CellLibrary.h"
#include "Support/EngineRun.h"
#include "Support/Paths.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace soma::test {
namespace {

CellLibrary shipped_cells(const std::string& file) {
    std::ifstream stream(project_path("Assets/Cells/") + file);
    CellLibrary library;
    library.add(file, std::string(std::istreambuf_iterator<char>(stream), {}));
    return library;
}

/// The shipped cells are the parameter sets of the reference runs, but for the rounding of a change of unit.
TEST(GlifCells, are_the_published_fits) {
    const auto cells = shipped_cells("glif.json");
    const auto sets = published_glif_sets();
    ASSERT_EQ(cells.cells().size(), sets.size());
    for (const auto& [name, params] : sets) {
        const auto& [number, level] = name;
        const auto& cell = cells.find("glif/" + number + "-" + std::to_string(level));
        EXPECT_EQ(cell.model_name(), "glif" + std::to_string(level));
        std::map<Id, double> expected{{Id::membrane_capacitance_nf, params.capacitance_nf},
                                      {Id::membrane_resistance_mohm, params.leak.resistance_mohm},
                                      {Id::rest_mv, params.leak.reversal_mv},
                                      {Id::threshold_mv, params.threshold_mv},
                                      {Id::reset_mv, params.reset_mv},
                                      {Id::refractory_ms, params.refractory_ms}};
        if (level == 2 || level >= 4)
            expected.insert({{Id::glif_reset_slope, params.reset_slope},
                             {Id::glif_reset_offset_mv, params.reset_offset_mv},
                             {Id::threshold_spike_step_mv, params.threshold_spike_step_mv},
                             {Id::threshold_spike_decay_per_s, params.threshold_spike_decay_per_s}});
        if (level >= 3)
            expected.insert({{Id::asc1_amplitude_pa, params.after_spike[0].amplitude_pa},
                             {Id::asc1_decay_per_s, params.after_spike[0].decay_per_s},
                             {Id::asc1_retention, params.after_spike[0].retention},
                             {Id::asc2_amplitude_pa, params.after_spike[1].amplitude_pa},
                             {Id::asc2_decay_per_s, params.after_spike[1].decay_per_s},
                             {Id::asc2_retention, params.after_spike[1].retention}});
        if (level == 5)
            expected.insert({{Id::threshold_voltage_gain_per_s, params.threshold_voltage_gain_per_s},
                             {Id::threshold_voltage_decay_per_s, params.threshold_voltage_decay_per_s}});
        ASSERT_EQ(cell.parameters.size(), expected.size()) << cell.id;
        for (const auto& [id, value] : cell.parameters)
            EXPECT_DOUBLE_EQ(value, expected.at(id)) << cell.id << " " << parameter(id).id;
    }
}

/// From the cell's id to the reference spikes, through everything that a user's signal passes.
TEST(GlifCells, repeat_the_reference_runs_in_the_engine) {
    const auto cells = shipped_cells("glif.json");
    const auto permille = glif_stimuli();
    const auto data = reference_json("glif_spike_times.json");
    for (const auto& golden : data.at("runs")) {
        const auto id = golden.at("cell").get<std::string>() + "-" + std::to_string(golden.at("level").get<int>());
        Snapshot values;
        apply(cells.find(id), values);
        auto current_pa = permille.at(golden.at("stim"));
        for (auto& value : current_pa) value *= golden.at("rh_pA").get<double>() / 1000.0;
        const auto run = run_engine(values, 48000.0, static_cast<int>(current_pa.size()), 512, {}, current_pa);
        const auto& expected_s = golden.at("event_driven_spike_s");
        ASSERT_EQ(run.spikes_s.size(), expected_s.size()) << id << golden.at("stim");
        // 1e-12 s: half of the last of the file's 12 decimals, and rounding
        for (std::size_t n = 0; n < expected_s.size(); ++n)
            EXPECT_NEAR(run.spikes_s[n], expected_s[n].get<double>(), 1e-12)
                << id << golden.at("stim") << " spike " << n;
    }
}

TEST(GlifCells, stand_beside_the_five_cells_of_the_course) {
    const auto cells = shipped_cells("allen.json");
    const auto data = reference_json("lif_spike_times.json");
    ASSERT_EQ(cells.cells().size(), data.at("cells").size());
    for (const auto& golden : data.at("cells")) {
        const auto& cell = cells.find("allen/" + std::to_string(golden.at("id").get<int>()));
        EXPECT_EQ(cell.model_name(), "lif");
        Snapshot values;
        apply(cell, values);
        const double resistance_mohm = golden.at("R_MOhm"), threshold_mv = golden.at("Vth_abs_mV");
        EXPECT_EQ(values[Id::membrane_resistance_mohm], resistance_mohm);
        EXPECT_DOUBLE_EQ(values[Id::membrane_capacitance_nf] * resistance_mohm, golden.at("tau_ms").get<double>());
        EXPECT_EQ(values[Id::rest_mv], golden.at("E_mV").get<double>());
        EXPECT_EQ(values[Id::threshold_mv], threshold_mv);
        EXPECT_DOUBLE_EQ(values[Id::reset_mv], threshold_mv - 10.0);
        EXPECT_EQ(values[Id::refractory_ms], 1.0);
    }
}

} // namespace
} // namespace soma::test
