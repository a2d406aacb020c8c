#include "Membrane/OdeOracles.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

using membrane::Adex;
using membrane::Event;
using AdexParams = Adex::Params;

AdexParams naud(double capacitance_pf, double leak_ns, double leak_mv, double a_ns, double tau_ms, double b_pa,
                double reset_mv) {
    AdexParams params;
    params.capacitance_nf = 1e-3 * capacitance_pf;
    params.leak = {1000.0 / leak_ns, leak_mv};
    params.threshold_mv = -50.0;
    params.adaptation_ns = a_ns;
    params.adaptation_tau_ms = tau_ms;
    params.adaptation_step_pa = b_pa;
    params.reset_mv = reset_mv;
    return params;
}

struct AdexVariant {
    const char* what;
    AdexParams params;
    double current_pa;
    double tolerance_ms = 2e-5; ///< at 44.1 kHz
};

std::vector<AdexVariant> adex_variants() {
    std::vector<AdexVariant> list{{"adaptation", naud(200, 12, -70, 2, 300, 60, -58), 500.0},
                                  {"regular bursting", naud(200, 10, -58, 2, 120, 100, -46), 210.0},
                                  {"soft upstroke", {}, 900.0},
                                  {"sharp upstroke", {}, 900.0},
                                  {"high peak", {}, 900.0},
                                  {"low peak", {}, 900.0},
                                  {"reset in the upstroke", {}, 900.0},
                                  {"large current", {}, 60000.0},
                                  {"fast adaptation", {}, 1500.0}};
    list[2].params.slope_mv = 8.0;
    list[3].params.slope_mv = 0.2;
    list[4].params.peak_mv = 30.0;
    list[5].params.peak_mv = -48.0; // before the exponential has taken over
    list[6].params.reset_mv = -41.0;
    list[6].params.adaptation_step_pa = 400.0;
    list[6].tolerance_ms = 5e-5;
    list[7].tolerance_ms = 5e-4; // 300 spikes, 213 mV/ms: 1 ns a spike
    list[8].params.adaptation_tau_ms = 3.0;
    list[8].params.adaptation_ns = 30.0;
    return list;
}

TEST(Adex, agrees_with_an_independent_integration_for_other_neurons) {
    for (const auto& [what, params, current_pa, tolerance_ms] : adex_variants())
        for (const double rate_hz : {44100.0, 4000.0}) {
            const double step_ms = 1000.0 / rate_hz;
            const auto drive = held_currents({{3.0, 60.0, current_pa}, {60.0, 65.0, -500.0}}, step_ms, 80.0);
            membrane::Initial initial;
            initial.voltage_mv = params.leak.reversal_mv;
            initial.internal[0] = 0.0;
            auto oracle = adex_oracle(params, params.leak.reversal_mv, 0.0);
            oracle.run(drive);
            const auto spikes = spikes_ms<Adex>(params, drive, step_ms, initial);
            EXPECT_GE(spikes.size(), 1u) << what;
            ASSERT_EQ(spikes.size(), oracle.spikes_ms.size()) << what << " at " << rate_hz;
            // 0.02 µs as a rule at one step per sample; steps of 83 µs at 4 kHz: 2 µs
            EXPECT_LT(largest_difference(spikes, oracle.spikes_ms), rate_hz > 40000.0 ? tolerance_ms : 2e-3)
                << what << " at " << rate_hz;
        }
}

TEST(Adex, survives_an_inhibition_in_the_middle_of_the_upstroke) {
    // The drive turns against V where the exponential already leads: no spike may be lost, none invented.
    const AdexParams params;
    for (double cut_ms = 11.0; cut_ms < 12.0; cut_ms += 0.01) {
        const double step_ms = 1.0 / 48.0;
        const auto drive = held_currents({{0.0, cut_ms, 1000.0}, {cut_ms, 40.0, -8000.0}}, step_ms, 40.0);
        membrane::Initial initial;
        initial.voltage_mv = -70.6;
        initial.internal[0] = 0.0;
        auto oracle = adex_oracle(params, -70.6, 0.0);
        oracle.run(drive);
        const auto spikes = spikes_ms<Adex>(params, drive, step_ms, initial);
        ASSERT_EQ(spikes.size(), oracle.spikes_ms.size()) << cut_ms;
        EXPECT_LT(largest_difference(spikes, oracle.spikes_ms), 2e-5) << cut_ms;
    }
}

TEST(Adex, rests_where_the_currents_cancel) {
    const auto coeffs = Adex::prepare({}, 1.0 / 48.0);
    auto state = Adex::reset(coeffs, {});
    const double rest_mv = state.y[0];
    EXPECT_GT(rest_mv, -70.6); // the exponential pulls a little
    EXPECT_LT(rest_mv, -70.59);
    for (int k = 0; k < 9600; ++k) Adex::advance(coeffs, state, {}, 1.0 / 48.0);
    EXPECT_NEAR(state.y[0], rest_mv, 1e-9);
}

TEST(Adex, holds_v_and_lets_w_go_on_in_the_refractory_period) {
    AdexParams params;
    params.refractory_ms = 3.0;
    const auto coeffs = Adex::prepare(params, 0.1);
    auto state = Adex::reset(coeffs, {});
    while (Adex::advance(coeffs, state, {1000.0}, 0.1).event != Event::spike) {
    }
    const double w = state.y[1];
    double held_ms = 0.0;
    while (true) {
        const auto segment = Adex::advance(coeffs, state, {1000.0}, 0.7);
        held_ms += segment.elapsed_ms;
        EXPECT_EQ(segment.end_mv, params.reset_mv);
        if (segment.event == Event::release) break;
    }
    EXPECT_NEAR(held_ms, 3.0, 1e-12);
    EXPECT_NEAR(state.y[1], w * std::exp(-3.0 / 144.0), 1e-9); // the reset is E_L: w decays to 0
}

TEST(Adex, a_reset_at_or_above_the_peak_counts_as_just_below_it) {
    AdexParams params;
    params.reset_mv = params.peak_mv + 10.0;
    const auto coeffs = Adex::prepare(params, 0.02);
    EXPECT_LT(coeffs.reset_mv, params.peak_mv);
}

TEST(Adex, segments_up_to_the_peak_can_be_drawn_by_a_cubic) {
    const auto coeffs = Adex::prepare({}, 1.0 / 48.0);
    auto state = Adex::reset(coeffs, {});
    int spikes = 0;
    for (int k = 0; k < 9600; ++k)
        for (double left_ms = 1.0 / 48.0; left_ms > 0.0;) {
            const auto segment = Adex::advance(coeffs, state, {1000.0}, left_ms);
            if (segment.elapsed_ms > 0.0) {
                const membrane::Hermite cubic{segment.elapsed_ms, segment.begin_mv, segment.begin_slope, segment.end_mv,
                                              segment.end_slope};
                for (const double share : {0.25, 0.5, 0.75}) {
                    const double v = cubic.at(share * segment.elapsed_ms);
                    EXPECT_LE(v, std::max(segment.begin_mv, segment.end_mv) + 0.1);
                    EXPECT_GE(v, std::min(segment.begin_mv, segment.end_mv) - 0.1);
                }
            }
            if (segment.event == Event::spike) {
                ++spikes;
                EXPECT_EQ(segment.end_mv, 0.0);
            }
            if (segment.event == Event::none) break;
            left_ms -= segment.elapsed_ms;
        }
    EXPECT_GE(spikes, 5);
}

} // namespace
} // namespace soma::test
