#include "Recording/RandomCell.h"
#include "Recording/SyntheticCell.h"

#include "Recording/StepMeasures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace soma::test {
namespace {

using namespace recording;

constexpr double rate_hz = 25000.0;

/// 0.2 s of holding current, 1 s of a step, 0.2 s of holding current.
std::vector<double> step_of(double amplitude_pa, double holding_pa) {
    std::vector<double> current(static_cast<std::size_t>(1.4 * rate_hz), holding_pa);
    for (auto k = static_cast<std::size_t>(0.2 * rate_hz); k < static_cast<std::size_t>(1.2 * rate_hz); ++k)
        current[k] += amplitude_pa;
    return current;
}

TEST(CurrentSteps, AreFoundInARecordedCurrent) {
    Sweep sweep;
    sweep.rate_hz = rate_hz;
    sweep.current_pa = step_of(-120.0, 30.0);
    NormalRandom random(1);
    for (auto& pa : sweep.current_pa) pa += 0.2 * random.next();          // the amplifier's noise
    for (std::size_t k = 500; k < 1500; ++k) sweep.current_pa[k] -= 50.0; // a test pulse
    const auto step = find_step(sweep);
    ASSERT_TRUE(step);
    EXPECT_NEAR(step->begin_ms, 200.0, 0.05);
    EXPECT_NEAR(step->end_ms, 1200.0, 0.05);
    EXPECT_NEAR(step->amplitude_pa, -120.0, 0.2);
    EXPECT_NEAR(step->holding_pa, 30.0, 0.2);
    std::ranges::fill(sweep.current_pa, 20.0);
    EXPECT_FALSE(find_step(sweep));
    for (std::size_t k = 0; k < sweep.current_pa.size(); ++k) sweep.current_pa[k] = static_cast<double>(k) * 0.01;
    EXPECT_FALSE(find_step(sweep)) << "a ramp";
    sweep.current_pa.clear();
    EXPECT_FALSE(find_step(sweep));
}

TEST(StepMeasures, TellTheCellsNumbersAndTheModelsBesideThem) {
    const RandomCell cell(ModelId::lif, 41);
    SyntheticCell synthetic(cell.values, rate_hz, 0.2, 2);
    std::vector<Sweep> sweeps;
    std::vector<double> true_hz;
    for (const double share : {-1.0, -0.5, 0.5, 0.9, 1.1, 1.5, 2.0}) {
        sweeps.push_back(
            synthetic.record(static_cast<int>(sweeps.size() + 1), step_of(share * cell.threshold_pa, 0.0)));
        true_hz.push_back(static_cast<double>(synthetic.spikes_ms().size())); // in one second
    }
    const auto of_cell = measure_cell(sweeps), of_model = measure_model(cell.values, sweeps);
    const double tau_ms = cell.values[Id::membrane_resistance_mohm] * cell.values[Id::membrane_capacitance_nf];
    for (const auto* summary : {&of_cell, &of_model}) {
        ASSERT_EQ(summary->steps.size(), 7u);
        // Noise of 0.2 mV leaves 0.004 mV in means over 0.1 s, of deflections of 10 mV and more.
        EXPECT_NEAR(summary->rest_mv, cell.values[Id::rest_mv], 0.05);
        EXPECT_NEAR(summary->resistance_mohm / cell.values[Id::membrane_resistance_mohm], 1.0, 0.005);
        EXPECT_NEAR(summary->tau_ms / tau_ms, 1.0, 0.05);
        EXPECT_NEAR(summary->sag_percent, 0.0, 1.5);
        EXPECT_LT(summary->below_pa, cell.threshold_pa);
        EXPECT_GT(summary->above_pa, cell.threshold_pa);
        EXPECT_NEAR(summary->below_pa, 0.9 * cell.threshold_pa, 0.01 * cell.threshold_pa);
        EXPECT_NEAR(summary->above_pa, 1.1 * cell.threshold_pa, 0.01 * cell.threshold_pa);
        for (std::size_t i = 0; i < 7; ++i) EXPECT_NEAR(summary->steps[i].rate_hz(), true_hz[i], 1.0);
        EXPECT_GT(summary->fi_slope, 0.0);
    }
    EXPECT_NEAR(of_cell.threshold_mv, cell.values[Id::threshold_mv], 0.5);
    EXPECT_NEAR(of_cell.peak_mv, 25.0, 2.0);
    EXPECT_TRUE(std::isnan(of_model.threshold_mv));
    const auto outcome = step_outcome(of_cell, of_model, "steps");
    EXPECT_EQ(outcome.table.rows.size(), 7u);
    for (const auto& row : outcome.table.rows) EXPECT_EQ(row.size(), outcome.table.columns.size());
    EXPECT_EQ(step_outcome(of_cell, std::nullopt, "steps").table.columns.size(), 5u);
}

} // namespace
} // namespace soma::test
