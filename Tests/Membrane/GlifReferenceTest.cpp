#include "Membrane/GlifSets.h"
#include "Support/Run.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

using membrane::Drive;
using membrane::Glif;

constexpr double glif_rate_hz = 48000.0;
constexpr int glif_samples = 24000;

std::function<Drive(int)> held(const std::vector<double>& permille, double rh_pa) {
    return [&permille, rh_pa](int k) { return Drive{permille[static_cast<std::size_t>(k)] * rh_pa / 1000.0}; };
}

TEST(GlifReference, fires_at_the_instants_of_the_event_driven_solution) {
    const auto sets = published_glif_sets();
    const auto permille = glif_stimuli();
    const auto data = reference_json("glif_spike_times.json");
    for (const auto& golden : data.at("runs")) {
        const std::string cell = golden.at("cell"), stimulus = golden.at("stim");
        const int level = golden.at("level");
        SCOPED_TRACE(cell + " level " + std::to_string(level) + " " + stimulus);
        const auto result = run<Glif>(sets.at({cell, level}), glif_rate_hz, glif_samples,
                                      held(permille.at(stimulus), golden.at("rh_pA")));
        const auto& expected_s = golden.at("event_driven_spike_s");
        ASSERT_EQ(result.spikes_s.size(), expected_s.size());
        // 1e-12 s: half of the last of the file's 12 decimals, and rounding
        for (std::size_t n = 0; n < expected_s.size(); ++n)
            EXPECT_NEAR(result.spikes_s[n], expected_s[n].get<double>(), 1e-12) << "spike " << n;
    }
    EXPECT_GE(data.at("runs").size(), 28u);
}

/// Half of the last of the traces' 8 digits, and rounding.
double last_digit(double value) { return 5.1e-8 * std::abs(value) + 1e-12; }

/// Voltage, threshold and after-spike current after every 24th sample, relative to the leak's reversal potential.
TEST(GlifReference, follows_the_event_driven_traces) {
    const auto sets = published_glif_sets();
    const auto permille = glif_stimuli();
    for (int level = 1; level <= 5; ++level) {
        const auto& params = sets.at({"474637203", level});
        const auto table = reference_table("glif" + std::to_string(level) + "_trace_474637203.csv");
        const auto coeffs = Glif::prepare(params, 1000.0 / glif_rate_hz);
        for (const std::string stimulus : {"step", "ramp", "noise", "sine40"}) {
            SCOPED_TRACE(stimulus + " at level " + std::to_string(level));
            const auto drive = held(permille.at(stimulus), 416.0);
            auto state = Glif::reset(coeffs, {});
            std::size_t row = 0;
            for (int k = 0; k < glif_samples && row < table.rows(); ++k) {
                for (double left_ms = 1000.0 / glif_rate_hz; left_ms > 0.0;)
                    left_ms -= Glif::advance(coeffs, state, drive(k), left_ms).elapsed_ms;
                if (table["n"][row] != k) continue;
                const bool resting = std::isnan(table[stimulus + "_Vevt_mV"][row]);
                EXPECT_EQ(state.refractory.active(), resting) << "sample " << k;
                if (!resting) {
                    std::array<double, Glif::variables.size()> seen{};
                    Glif::observe(coeffs, state, drive(k), seen.data());
                    const auto expect = [&](double value, const std::string& column) {
                        const double expected = table[stimulus + column][row];
                        EXPECT_NEAR(value, expected, last_digit(expected)) << column << " after sample " << k;
                    };
                    expect(state.voltage_mv - params.leak.reversal_mv, "_Vevt_mV");
                    expect(seen[4] - params.leak.reversal_mv, "_thevt_mV");
                    expect(seen[0] + seen[1], "_Iascevt_pA");
                }
                ++row;
            }
            EXPECT_EQ(row, table.rows());
        }
    }
}

} // namespace
} // namespace soma::test
