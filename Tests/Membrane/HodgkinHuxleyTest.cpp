#include "Membrane/OdeOracles.h"

#include <gtest/gtest.h>

#include <random>

namespace soma::test {
namespace {

using membrane::HodgkinHuxley;
using HodgkinHuxleyParams = HodgkinHuxley::Params;

membrane::Initial at(double voltage_mv) {
    membrane::Initial initial;
    initial.voltage_mv = voltage_mv;
    return initial;
}

struct Compared {
    std::vector<double> model_ms, oracle_ms;
};

Compared both(const HodgkinHuxleyParams& params, const std::vector<StimulusSegment>& segments, double duration_ms,
              double rate_hz = 44100.0) {
    const auto drive = held_currents(segments, 1000.0 / rate_hz, duration_ms);
    auto oracle = hh_oracle(params, -65.0);
    oracle.run(drive);
    return {spikes_ms<HodgkinHuxley>(params, drive, 1000.0 / rate_hz, at(-65.0)), oracle.spikes_ms};
}

TEST(HodgkinHuxley, fires_once_after_an_inhibitory_pulse) {
    for (const double rate_hz : {44100.0, 48000.0}) {
        const auto run = both({}, {{10.0, 15.0, -1000.0}}, 60.0, rate_hz);
        ASSERT_EQ(run.oracle_ms.size(), 1u);
        ASSERT_EQ(run.model_ms.size(), 1u);
        EXPECT_NEAR(run.model_ms[0], run.oracle_ms[0], 1e-5); // as for steps: 0.01 µs
    }
}

TEST(HodgkinHuxley, runs_faster_by_three_every_ten_degrees) {
    // φ alone: with V held by a huge conductance the gates relax φ times faster.
    HodgkinHuxleyParams cold, warm;
    warm.temperature_c = 16.3;
    membrane::Drive clamp{0.0, 1e7, -30.0};
    const auto gates_after = [&](const HodgkinHuxleyParams& params, double ms) {
        const auto coeffs = HodgkinHuxley::prepare(params, 0.02);
        auto state = HodgkinHuxley::reset(coeffs, at(-65.0));
        state.y[0] = -30.0;
        for (int k = 0; k < 50; ++k) HodgkinHuxley::advance(coeffs, state, clamp, ms / 50);
        return state.y;
    };
    const auto slow = gates_after(cold, 1.5), fast = gates_after(warm, 0.5);
    for (std::size_t gate = 1; gate < 4; ++gate) EXPECT_NEAR(slow[gate], fast[gate], 1e-4); // V is held to 0.02 mV

    for (const double temperature_c : {3.0, 16.3, 20.0}) {
        HodgkinHuxleyParams params;
        params.temperature_c = temperature_c;
        const auto run = both(params, {{10.0, 60.0, 2000.0}}, 70.0);
        ASSERT_GE(run.oracle_ms.size(), 3u) << temperature_c;
        ASSERT_EQ(run.model_ms.size(), run.oracle_ms.size()) << temperature_c;
        EXPECT_LT(largest_difference(run.model_ms, run.oracle_ms), 2e-5)
            << temperature_c; // the steps shrink with φ^0.75
    }
}

TEST(HodgkinHuxley, agrees_with_an_independent_integration_for_other_membranes) {
    struct Variant {
        const char* what;
        HodgkinHuxleyParams params;
    };
    std::vector<Variant> variants{{"TTX", {}},
                                  {"TEA", {}},
                                  {"large cell", {}},
                                  {"other batteries", {}},
                                  {"dense channels", {}},
                                  {"ionic leak", {}},
                                  {"low spike level", {}}};
    variants[0].params.ttx_block = 0.3;
    variants[1].params.tea_block = 0.5;
    variants[2].params.capacitance_nf = 2.5;
    variants[3].params.sodium_reversal_mv = 61.0;
    variants[3].params.potassium_reversal_mv = -82.0;
    variants[4].params.sodium_ms_cm2 = 300.0;
    variants[4].params.potassium_ms_cm2 = 90.0;
    variants[5].params.use_leak = true;
    variants[5].params.leak = {25.0, -60.0};
    variants[6].params.spike_level_mv = -40.0;
    for (const auto& [what, params] : variants) {
        const double pa = 1500.0 * params.capacitance_nf / 0.1;
        const auto run = both(params, {{5.0, 60.0, pa}}, 70.0);
        EXPECT_GE(run.oracle_ms.size(), 1u) << what;
        ASSERT_EQ(run.model_ms.size(), run.oracle_ms.size()) << what;
        EXPECT_LT(largest_difference(run.model_ms, run.oracle_ms), 2e-5) << what;
    }
}

TEST(HodgkinHuxley, agrees_with_an_independent_integration_at_a_time_scale_of_20) {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> pa(200.0, 2500.0);
    std::vector<StimulusSegment> segments;
    for (double t = 0.0; t < 500.0; t += 10.0 / 3.0) segments.push_back({t, t + 10.0 / 3.0, pa(random)});
    const double step_ms = 20.0 / 48.0;
    const auto drive = held_currents(segments, step_ms, 500.0);
    auto oracle = hh_oracle({}, -65.0, 2e-3L);
    oracle.run(drive);
    const auto spikes = spikes_ms<HodgkinHuxley>({}, drive, step_ms, at(-65.0));
    ASSERT_EQ(spikes.size(), oracle.spikes_ms.size());
    EXPECT_GT(spikes.size(), 20u);
    EXPECT_LT(largest_difference(spikes, oracle.spikes_ms), 1e-3); // the aim: 1 µs of model time
}

TEST(HodgkinHuxley, sodium_channels_make_the_spike_and_potassium_channels_end_it) {
    HodgkinHuxleyParams ttx, tea;
    ttx.ttx_block = 1.0;
    tea.tea_block = 0.7;
    EXPECT_TRUE(both(ttx, {{5.0, 40.0, 2000.0}}, 40.0).model_ms.empty());
    const auto width_ms = [](const HodgkinHuxleyParams& params) {
        const auto coeffs = HodgkinHuxley::prepare(params, 0.02);
        auto state = HodgkinHuxley::reset(coeffs, {});
        double above_ms = 0.0;
        for (int k = 0; k < 3000; ++k) {
            HodgkinHuxley::advance(coeffs, state, {k < 25 ? 2000.0 : 0.0}, 0.02);
            if (state.y[0] > -20.0) above_ms += 0.02;
        }
        return above_ms;
    };
    EXPECT_GT(width_ms({}), 0.3);
    EXPECT_GT(width_ms(tea), 1.5 * width_ms({}));
}

TEST(HodgkinHuxley, rests_where_its_currents_cancel) {
    struct Rest {
        double leak_reversal_mv, rest_mv;
    };
    for (const auto& [leak_mv, rest_mv] :
         {Rest{-54.3, -64.97405}, Rest{-54.387, -64.99638}, Rest{-54.402, -65.00024}}) {
        HodgkinHuxleyParams params;
        params.leak_reversal_mv = leak_mv;
        const auto coeffs = HodgkinHuxley::prepare(params, 0.02);
        auto state = HodgkinHuxley::reset(coeffs, {});
        EXPECT_NEAR(state.y[0], rest_mv, 5e-6); // Models.md gives five digits
        const double began_mv = state.y[0];
        for (int k = 0; k < 5000; ++k) HodgkinHuxley::advance(coeffs, state, {}, 0.02);
        EXPECT_NEAR(state.y[0], began_mv, 1e-9);
        std::array<double, 6> seen{};
        HodgkinHuxley::observe(coeffs, state, {}, seen.data());
        EXPECT_NEAR(seen[3] + seen[4] + seen[5], 0.0, 1e-7); // pA of about 130 each way
        EXPECT_LT(seen[3], 0.0);                             // sodium flows in
        EXPECT_GT(seen[4], 0.0);
    }
    HodgkinHuxleyParams passive;
    passive.ttx_block = passive.tea_block = 1.0;
    EXPECT_NEAR(HodgkinHuxley::reset(HodgkinHuxley::prepare(passive, 0.02), {}).y[0], -54.3, 1e-9);
}

TEST(HodgkinHuxley, starts_as_stated_and_else_with_the_gates_at_their_steady_state) {
    const auto coeffs = HodgkinHuxley::prepare({}, 0.02);
    auto stated = at(-50.0);
    stated.internal[1] = 0.25;
    const auto state = HodgkinHuxley::reset(coeffs, stated);
    const auto [am, bm, ah, bh, an, bn] = oracle_hh_rates(-50.0L);
    EXPECT_EQ(state.y[0], -50.0);
    EXPECT_NEAR(state.y[1], static_cast<double>(am / (am + bm)), 1e-14);
    EXPECT_EQ(state.y[2], 0.25);
    EXPECT_NEAR(state.y[3], static_cast<double>(an / (an + bn)), 1e-14);
}

TEST(HodgkinHuxley, depends_on_current_per_capacitance_only) {
    HodgkinHuxleyParams small, large;
    large.capacitance_nf = 0.8;
    small.capacitance_nf = 0.1;
    const double step_ms = 1.0 / 48.0;
    const auto of_small = spikes_ms<HodgkinHuxley>(small, held_currents({{5.0, 50.0, 1000.0}}, step_ms, 50.0), step_ms);
    const auto of_large = spikes_ms<HodgkinHuxley>(large, held_currents({{5.0, 50.0, 8000.0}}, step_ms, 50.0), step_ms);
    EXPECT_EQ(of_small, of_large); // powers of two: bit for bit
}

TEST(HodgkinHuxley, dynamic_clamp_adds_a_conductance) {
    // A steady conductance is a leak in parallel: the same membrane, stated in two ways.
    HodgkinHuxleyParams with_leak;
    with_leak.leak_ms_cm2 = 0.3 + 0.5;
    with_leak.leak_reversal_mv = (0.3 * -54.3 + 0.5 * 10.0) / 0.8;
    const double conductance_ns = 0.5 * 100.0; // 0.5 mS/cm² of 1e-4 cm²
    const auto coeffs = HodgkinHuxley::prepare({}, 0.02), leak_coeffs = HodgkinHuxley::prepare(with_leak, 0.02);
    auto state = HodgkinHuxley::reset(coeffs, at(-65.0)), leak_state = HodgkinHuxley::reset(leak_coeffs, at(-65.0));
    int spikes = 0;
    for (int k = 0; k < 3000; ++k) {
        spikes +=
            HodgkinHuxley::advance(coeffs, state, {0.0, conductance_ns, 10.0}, 0.02).event == membrane::Event::spike;
        HodgkinHuxley::advance(leak_coeffs, leak_state, {}, 0.02);
        ASSERT_NEAR(state.y[0], leak_state.y[0], 1e-6) << k; // the cuts at spikes fall differently by rounding only
    }
    EXPECT_GE(spikes, 2);
}

} // namespace
} // namespace soma::test
