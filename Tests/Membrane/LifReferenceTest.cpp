#include "Membrane/Lif.h"
#include "Support/ReferenceData.h"
#include "Support/Run.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

using membrane::Drive;
using membrane::Lif;

/// The course's five cells by id; reset 10 mV below the threshold, 1 ms refractory (lif_spike_times.json, "model").
std::map<int, Lif::Params> course_cells() {
    std::map<int, Lif::Params> cells;
    const auto data = reference_json("lif_spike_times.json");
    for (const auto& cell : data.at("cells")) {
        const double resistance_mohm = cell["R_MOhm"], tau_ms = cell["tau_ms"], threshold_mv = cell["Vth_abs_mV"];
        cells[cell["id"]] = {
            {resistance_mohm, cell["E_mV"]}, tau_ms / resistance_mohm, threshold_mv, threshold_mv - 10.0, 1.0};
    }
    return cells;
}

double rheobase_pa(const Lif::Params& cell) {
    return 1e3 * (cell.threshold_mv - cell.leak.reversal_mv) / cell.leak.resistance_mohm;
}

class LifAtRate : public testing::TestWithParam<double> {};

TEST_P(LifAtRate, fires_at_the_instants_of_the_closed_form) {
    const double rate = GetParam();
    const auto cells = course_cells();
    const auto data = reference_json("lif_spike_times.json");
    for (const auto& golden : data.at("runs")) {
        SCOPED_TRACE(golden["cell"].dump() + " " + golden["current"].dump());
        const double current_pa = golden["I_pA"];
        const auto result =
            run<Lif>(cells.at(golden["cell"]), rate, static_cast<int>(rate), [&](int) { return Drive{current_pa}; });
        ASSERT_EQ(result.spikes_s.size(), golden["n_spikes"].get<std::size_t>());
        if (result.spikes_s.empty()) continue;
        // 1e-9 s + 1e-12 s a spike: sub-sample crossing and sub-sample end of the refractory period, rounding only
        const auto tolerance_s = [](std::size_t n) { return 1e-9 + 1e-12 * static_cast<double>(n); };
        const double first_s = golden["first_s"];
        const double period_s = result.spikes_s.size() > 1 ? golden["period_s"].get<double>() : 0.0;
        for (std::size_t n = 0; n < result.spikes_s.size(); ++n)
            ASSERT_NEAR(result.spikes_s[n], first_s + static_cast<double>(n) * period_s, tolerance_s(n)) << n;
        for (std::size_t n = 0; n < golden["spikes_s"].size(); ++n)
            ASSERT_NEAR(result.spikes_s[n], golden["spikes_s"][n].get<double>(), tolerance_s(n)) << n;
        EXPECT_NEAR(result.spikes_s.back(), golden["last_s"].get<double>(), tolerance_s(result.spikes_s.size()));
    }
}

/// Brian2 tells the end of the step in which V crossed; its later spikes follow another refractory rule.
TEST(LifReference, first_spike_falls_into_the_step_that_brian2_found) {
    const auto cells = course_cells();
    const auto data = reference_json("lif_spike_times.json");
    for (const auto& golden : data.at("runs")) {
        const auto& steps = golden["brian2_48k"]["spike_step_end_index"];
        if (steps.empty()) continue;
        const double current_pa = golden["I_pA"];
        const auto result = run<Lif>(cells.at(golden["cell"]), 48000.0, 48000, [&](int) { return Drive{current_pa}; });
        EXPECT_EQ(static_cast<int>(std::ceil(result.spikes_s.at(0) * 48000.0)), steps[0].get<int>())
            << golden["cell"] << " " << golden["current"];
    }
}

TEST_P(LifAtRate, has_the_firing_rate_of_the_closed_form) {
    const double rate = GetParam();
    const auto cells = course_cells();
    const auto table = reference_table("lif_fi_curve.csv");
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const double multiple = table["m"][row], current_pa = table["I_pA"][row], expected_hz = table["rate_Hz"][row];
        if (multiple == 1.0) continue; // R·I = threshold: rounding decides
        const auto& cell = cells.at(static_cast<int>(table["cell"][row]));
        SCOPED_TRACE(std::to_string(table["cell"][row]) + " x" + std::to_string(multiple));
        const double tau_ms = cell.leak.resistance_mohm * cell.capacitance_nf;
        const double seconds = expected_hz > 0.0 ? 12.0 / expected_hz : 20e-3 * tau_ms;
        const auto result =
            run<Lif>(cell, rate, static_cast<int>(seconds * rate), [&](int) { return Drive{current_pa}; });
        if (expected_hz == 0.0) {
            EXPECT_TRUE(result.spikes_s.empty());
            continue;
        }
        ASSERT_GE(result.spikes_s.size(), 3u);
        const double measured_hz =
            static_cast<double>(result.spikes_s.size() - 1) / (result.spikes_s.back() - result.spikes_s.front());
        EXPECT_NEAR(measured_hz / expected_hz, 1.0, 1e-9); // the formula's rounding near rheobase
        EXPECT_NEAR(current_pa / (multiple * rheobase_pa(cell)), 1.0, 1e-12);
    }
}

INSTANTIATE_TEST_SUITE_P(Rates, LifAtRate, testing::Values(44100.0, 48000.0, 96000.0, 192000.0));

} // namespace
} // namespace soma::test
