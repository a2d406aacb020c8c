#include "Bench/BenchCells.h"
#include "Support/ReferenceData.h"

#include "Bench/Experiments.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace soma::test {
namespace {

using namespace soma::bench;

TEST(BenchHh, FiIsNeurons) {
    const auto table = reference_table("hh_fi_curve.csv");
    const auto cell = subject("hh/squid");
    const double pa_per_density = 1000.0 * cell.values[Id::membrane_capacitance_nf]; // at 1 µF/cm²
    FiCurve protocol;
    protocol.duration_ms = 1000.0;
    std::vector<double> expected;
    for (std::size_t i = 0; i < table.rows(); ++i) {
        const double density = table["J_uA_cm2"][i];
        // At the fold of the limit cycle, and where oscillations are too small to be spikes: models.md §11.
        if ((density > 6.05 && density < 6.3) || density >= 80.0) continue;
        protocol.currents_pa.push_back(density * pa_per_density);
        expected.push_back(table["rate_Hz"][i]);
    }
    const auto rate = column(fi_curve(cell, protocol), "rate_per_s");
    for (std::size_t i = 0; i < rate.size(); ++i)
        EXPECT_NEAR(rate[i], expected[i], 0.005 * expected[i]) << protocol.currents_pa[i] << " pA"; // models.md §11
}

class Spiking : public testing::TestWithParam<const char*> {};

TEST_P(Spiking, RheobaseFiresAtOneEndOfItsBracketOnly) {
    const auto cell = subject(GetParam());
    const auto outcome = rheobase(cell, {});
    const double below = column(outcome, "below_pA")[0], above = column(outcome, "above_pA")[0];
    const double ms = column(outcome, "duration_ms")[0];
    EXPECT_GT(below, 0.0);
    EXPECT_LE(above / below - 1.0, 1.1e-6); // the resolution
    const std::array silent{Piece{ms, below}}, firing{Piece{ms, above}};
    EXPECT_FALSE(first_spike_ms(cell, silent).has_value());
    EXPECT_TRUE(first_spike_ms(cell, firing).has_value());
}

TEST_P(Spiking, ThresholdFallsWithTheDurationToTheRheobase) {
    const auto cell = subject(GetParam());
    StrengthDuration protocol;
    protocol.durations_ms = {10.0, 1.0, 0.1};
    protocol.resolution = 1e-4;
    const auto outcome = strength_duration(cell, protocol);
    const auto pa = column(outcome, "threshold_pA");
    const double lasting_pa = figure(rheobase(cell, {.resolution = 1e-4}), "Rheobase").value;
    EXPECT_GE(pa[0], lasting_pa * (1.0 - 2e-4)); // the resolution of both
    EXPECT_GT(pa[1], pa[0]);
    EXPECT_GT(pa[2], pa[1]);
    // A pulse far shorter than any time constant acts by its charge alone.
    EXPECT_NEAR(pa[2] * 0.1 / (pa[1] * 1.0), 1.0, 0.15);
}

INSTANTIATE_TEST_SUITE_P(Cells, Spiking,
                         testing::Values("glif/474637203-1", "glif/474637203-2", "glif/474637203-3", "glif/474637203-4",
                                         "glif/474637203-5", "glif/512322162-5", "adex/tonic", "adex/adaptation",
                                         "adex/brette-gerstner", "hh/squid", "izhikevich/rs"));

TEST(BenchGlif, Glif1HasTheClosedFormToo) {
    const auto outcome = rheobase(subject("glif/474637203-1"), {});
    EXPECT_NEAR(figure(outcome, "Rheobase").value / figure(outcome, "Rheobase, exact").value, 1.0, 1e-4);
}

} // namespace
} // namespace soma::test
