#include "Membrane/HhDensity.h"
#include "Membrane/HodgkinHuxley.h"
#include "Support/ReferenceData.h"
#include "Support/StimulusSegments.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

using membrane::HhRates;
using membrane::HodgkinHuxley;

membrane::Initial from_minus_65() {
    membrane::Initial initial;
    initial.voltage_mv = -65.0;
    return initial;
}

struct Stimulus {
    const char* name;
    double duration_ms;
    StimulusSegment density;
};

const std::vector<Stimulus> stimuli{
    {"hh_step10", 120.0, {10.0, 110.0, 10.0}},
    {"hh_ramp", 120.0, {10.0, 110.0, 0.0, 0.4}},
    {"hh_pulse_supra", 40.0, {5.0, 5.5, 20.0}},
    {"hh_pulse_sub", 40.0, {5.0, 5.5, 10.0}},
};

std::vector<HeldCurrent> drive(const Stimulus& stimulus, double rate_hz) {
    StimulusSegment segment = stimulus.density;
    segment.current_pa *= pa_per_density;
    segment.slope_pa_per_ms *= pa_per_density;
    return held_currents({segment}, 1000.0 / rate_hz, stimulus.duration_ms);
}

TEST(HodgkinHuxleyReference, rates) {
    const auto table = reference_table("hh_rates.csv");
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const double v = table["V_mV"][row];
        const auto rates = HhRates::at(v);
        const auto check = [&](const char* column, double value) {
            const double expected = table[column][row];
            EXPECT_NEAR(value, expected, 1e-12 * expected) << column << " at " << v << " mV"; // 15 digits in the file
        };
        check("alpha_m", rates.alpha_m);
        check("beta_m", rates.beta_m);
        check("alpha_h", rates.alpha_h);
        check("beta_h", rates.beta_h);
        check("alpha_n", rates.alpha_n);
        check("beta_n", rates.beta_n);
    }
    EXPECT_DOUBLE_EQ(HhRates::at(-40.0).alpha_m, 1.0);
    EXPECT_DOUBLE_EQ(HhRates::at(-55.0).alpha_n, 0.1);
}

TEST(HodgkinHuxleyReference, rates_have_no_seam_around_their_removable_singularities) {
    for (const double distance_mv : {0.0, 1e-12, 1e-9, 1e-6, 1e-3, 0.0999, 0.1001, 0.2})
        for (const double side : {-1.0, 1.0}) {
            const auto exact = [](long double x) { return x == 0 ? 1.0L : x / std::expm1(x); };
            const double m = -40.0 + side * distance_mv, n = -55.0 + side * distance_mv;
            const double alpha_m = static_cast<double>(exact(-(static_cast<long double>(m) + 40) / 10));
            const double alpha_n = static_cast<double>(0.1L * exact(-(static_cast<long double>(n) + 55) / 10));
            EXPECT_NEAR(HhRates::at(m).alpha_m, alpha_m, 1e-13); // rounding, magnified by 1/|x| ≤ 100
            EXPECT_NEAR(HhRates::at(n).alpha_n, alpha_n, 1e-14);
        }
}

TEST(HodgkinHuxleyReference, spike_times_at_one_step_per_sample) {
    const auto reference = reference_json("hh_spike_times.json");
    for (const double rate_hz : {44100.0, 48000.0, 96000.0})
        for (const auto& run : reference["runs"]) {
            const auto name = run["name"].get<std::string>();
            const auto stimulus =
                std::find_if(stimuli.begin(), stimuli.end(), [&](const Stimulus& s) { return s.name == name; });
            ASSERT_NE(stimulus, stimuli.end()) << name;
            const auto expected = run["scipy_spikes_ms"].get<std::vector<double>>();
            const auto spikes =
                spikes_ms<HodgkinHuxley>({}, drive(*stimulus, rate_hz), 1000.0 / rate_hz, from_minus_65());
            ASSERT_EQ(spikes.size(), expected.size()) << name << " at " << rate_hz;
            // The aim is 0.01 µs. The reference ramps without steps, the model holds each sample: that alone is
            // 0.04 µs at 44.1 kHz and falls with h².
            const double tolerance_ms = name == "hh_ramp" ? 5e-5 : 1e-5;
            EXPECT_LT(largest_difference(spikes, expected), tolerance_ms) << name << " at " << rate_hz;
        }
}

TEST(HodgkinHuxleyReference, traces_of_voltage_and_gates_at_48_khz) {
    for (const auto& stimulus : stimuli) {
        const auto table = reference_table(std::string(stimulus.name) + ".csv");
        const auto coeffs = HodgkinHuxley::prepare({}, 1.0 / 48.0);
        auto state = HodgkinHuxley::reset(coeffs, from_minus_65());
        const auto samples = drive(stimulus, 48000.0);
        std::size_t k = 0;
        double worst_mv = 0.0, worst_gate = 0.0;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            for (; k < static_cast<std::size_t>(table["n"][row]); ++k) {
                double left_ms = samples[k].duration_ms;
                while (left_ms > 0.0) {
                    const auto segment = HodgkinHuxley::advance(coeffs, state, {samples[k].current_pa}, left_ms);
                    if (segment.event == membrane::Event::none) break;
                    left_ms -= segment.elapsed_ms;
                }
            }
            worst_mv = std::max(worst_mv, std::abs(state.y[0] - table["V_mV"][row]));
            worst_gate =
                std::max({worst_gate, std::abs(state.y[1] - table["m"][row]), std::abs(state.y[2] - table["h"][row]),
                          std::abs(state.y[3] - table["n_gate"][row])});
        }
        EXPECT_LT(worst_mv, 0.01) << stimulus.name;   // measured 0.003, the held ramp 0.007
        EXPECT_LT(worst_gate, 1e-4) << stimulus.name; // the same, as gates: dm/dV is about 0.01 per mV
    }
}

TEST(HodgkinHuxleyReference, firing_rate_against_current) {
    const auto table = reference_table("hh_fi_curve.csv");
    constexpr double step_ms = 1000.0 / 44100.0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const double density = table["J_uA_cm2"][row];
        if (density > 6.0 && density < 6.3) continue; // at the fold of the limit cycle nothing is well conditioned
        const auto spikes = spikes_ms<HodgkinHuxley>(
            {}, held_currents({{0.0, 1000.0, pa_per_density * density}}, step_ms, 1000.0), step_ms, from_minus_65());
        double rate_hz = 0.0;
        if (spikes.size() > 5) {
            const std::size_t half = spikes.size() / 2;
            rate_hz = 1000.0 * static_cast<double>(spikes.size() - 1 - half) / (spikes.back() - spikes[half]);
        }
        EXPECT_NEAR(rate_hz, table["rate_Hz"][row], 0.005 * table["rate_Hz"][row]) << density;
        if (density < 80.0) {
            EXPECT_EQ(spikes.size(), static_cast<std::size_t>(table["n_spikes"][row])) << density;
        }
        if (!spikes.empty()) {
            EXPECT_NEAR(spikes[0], table["first_spike_ms"][row], 2e-5) << density;
        } // cvode 1e-8
    }
}

} // namespace
} // namespace soma::test
