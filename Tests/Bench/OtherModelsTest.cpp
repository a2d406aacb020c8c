#include "Bench/BenchCells.h"
#include "Support/ReferenceData.h"

#include "Bench/Experiments.h"

#include <gtest/gtest.h>

#include <algorithm>
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
        // At the fold of the limit cycle, and where oscillations are too small to be spikes: Models.md.
        if ((density > 6.05 && density < 6.3) || density >= 80.0) continue;
        protocol.currents_pa.push_back(density * pa_per_density);
        expected.push_back(table["rate_Hz"][i]);
    }
    const auto rate = column(fi_curve(cell, protocol), "rate_per_s");
    for (std::size_t i = 0; i < rate.size(); ++i)
        EXPECT_NEAR(rate[i], expected[i], 0.005 * expected[i]) << protocol.currents_pa[i] << " pA"; // as Models.md says
}

class Spiking : public testing::TestWithParam<const char*> {};

TEST_P(Spiking, RheobaseFiresAtOneEndOfItsBracketOnly) {
    const auto cell = subject(GetParam());
    const auto outcome = rheobase(cell, {});
    const double below = column(outcome, "below_pA")[0], above = column(outcome, "above_pA")[0];
    const double ms = column(outcome, "duration_ms")[0];
    EXPECT_GT(below, 0.0);
    EXPECT_LE(above / below - 1.0, 1.1e-6); // the resolution
    const std::array silent{CurrentStep{ms, below}}, firing{CurrentStep{ms, above}};
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

/// Without sodium channels the axon has no action potential, whatever current lifts its voltage through the level.
TEST(BenchHh, ACrossingWithoutAnActionPotentialIsNone) {
    auto cell = subject("hh/squid");
    cell.values.set(Id::hh_ttx_percent, 100.0);
    const std::array strong{CurrentStep{100.0, 1e6}};
    EXPECT_TRUE(run_trial(cell, strong, 0.1).trace.voltage_mv.back() > cell.values[Id::spike_level_mv]);
    EXPECT_FALSE(first_spike_ms(cell, strong).has_value());
    EXPECT_TRUE(run_trial(cell, strong).spikes_ms.empty());
    EXPECT_THROW(rheobase(cell, {}), ProtocolError);
    EXPECT_THROW(strength_duration(cell, {}), ProtocolError);
    FiCurve fi;
    fi.currents_pa = {0.0, 1e5, 1e6};
    fi.duration_ms = 200.0;
    for (const double rate : column(fi_curve(cell, fi), "spikes")) EXPECT_EQ(rate, 0.0);
}

/// A passive membrane with the model `channel`, whose channel never opens: it has a level and no action potential.
TEST(BenchChannel, ACrossingWithoutAnActionPotentialIsNone) {
    auto cell = Subject{};
    cell.values.set(Id::model, static_cast<double>(static_cast<int>(ModelId::channel)));
    cell.values.set(Id::channel_max_ns, 0.0);
    EXPECT_THROW(rheobase(cell, {}), ProtocolError);
}

/// A short strong pulse lifts V through the level before the sodium channels open; the action potential that follows is
/// one, and begins with the crossing.
TEST(BenchHh, AnActionPotentialThatFollowsAForcedCrossingCounts) {
    const auto cell = subject("hh/squid");
    const double pa_per_density = 1000.0 * cell.values[Id::membrane_capacitance_nf];
    const std::array pulse{CurrentStep{0.05, 1400.0 * pa_per_density},
                           CurrentStep{20.0, 0.0}}; // to +5 mV by charge alone
    const auto spike_ms = first_spike_ms(cell, pulse);
    ASSERT_TRUE(spike_ms.has_value());
    EXPECT_LT(*spike_ms, 0.05);
    const auto trial = run_trial(cell, pulse, 0.01);
    EXPECT_EQ(trial.spikes_ms.size(), 1u);
    EXPECT_GT(*std::ranges::max_element(trial.trace.voltage_mv), 30.0); // above what the charge did
}

TEST(BenchGlif, Glif1HasTheClosedFormToo) {
    const auto outcome = rheobase(subject("glif/474637203-1"), {});
    EXPECT_NEAR(figure(outcome, "Rheobase").value / figure(outcome, "Rheobase, exact").value, 1.0, 1e-4);
}

} // namespace
} // namespace soma::test
