#include "Membrane/OdeOracles.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

using membrane::Event;
using membrane::Izhikevich;
using IzhikevichParams = Izhikevich::Params;

TEST(Izhikevich, rests_at_the_lower_fixed_point) {
    const auto coeffs = Izhikevich::prepare({}, 1.0 / 48.0);
    auto state = Izhikevich::reset(coeffs, {});
    EXPECT_NEAR(state.y[0], -70.0, 1e-12); // 0.04 V² + (5 − 0.2) V + 140 = 0
    EXPECT_NEAR(state.y[1], -14.0, 1e-12);
    for (int k = 0; k < 4800; ++k) Izhikevich::advance(coeffs, state, {}, 1.0 / 48.0);
    EXPECT_NEAR(state.y[0], -70.0, 1e-9);

    IzhikevichParams accommodation;
    accommodation.b = 1.0;
    accommodation.recovery_offset_mv = -65.0;
    accommodation.recovery_leak = 0.0;
    const auto still = Izhikevich::reset(Izhikevich::prepare(accommodation, 1.0), {});
    EXPECT_EQ(still.y[0], -65.0);
    EXPECT_NEAR(still.y[1], -16.0, 1e-12); // the published u0

    IzhikevichParams restless; // fires by itself: no fixed point
    restless.constant = 160.0;
    EXPECT_NEAR(Izhikevich::reset(Izhikevich::prepare(restless, 1.0), {}).y[0], -60.0, 1e-12);
}

TEST(Izhikevich, takes_u_at_the_spike_and_integrates_the_rest_of_the_sample) {
    const auto coeffs = Izhikevich::prepare({}, 0.5);
    auto whole = Izhikevich::reset(coeffs, {});
    auto oracle = izhikevich_oracle({}, whole.y[0], whole.y[1]);
    int spikes = 0;
    for (int k = 0; k < 100; ++k) {
        oracle.advance(0.5 * k, 0.5, 1000.0);
        for (double left_ms = 0.5; left_ms > 0.0;) {
            const auto segment = Izhikevich::advance(coeffs, whole, {1000.0}, left_ms);
            if (segment.event == Event::spike) {
                ++spikes;
                EXPECT_NEAR(segment.end_mv, 30.0, 1e-9);
                EXPECT_GT(segment.end_slope, 100.0);
            }
            if (segment.event == Event::none) break;
            left_ms -= segment.elapsed_ms;
        }
        EXPECT_NEAR(whole.y[1], static_cast<double>(oracle.y[1]), 1e-5) << k;
    }
    EXPECT_EQ(spikes, static_cast<int>(oracle.spikes_ms.size()));
}

TEST(Izhikevich, agrees_with_an_independent_integration_for_other_neurons) {
    IzhikevichParams scaled, high, sharp;
    scaled.capacitance_nf = 0.3;
    scaled.quadratic = 0.02;
    scaled.linear = 2.6;
    scaled.constant = 80.0;
    high.peak_mv = 60.0;
    high.d = 1.0;
    sharp.quadratic = 0.2;
    sharp.linear = 25.0;
    sharp.constant = 770.0;
    sharp.a = 0.2;
    for (const auto& params : {scaled, high, sharp})
        for (const double rate_hz : {44100.0, 8000.0}) {
            const double step_ms = 1000.0 / rate_hz;
            const auto drive = held_currents({{3.0, 90.0, 12000.0 * params.capacitance_nf}}, step_ms, 100.0);
            membrane::Initial initial;
            initial.voltage_mv = -65.0;
            initial.internal[0] = -13.0;
            auto oracle = izhikevich_oracle(params, -65.0, -13.0);
            oracle.run(drive);
            const auto spikes = spikes_ms<Izhikevich>(params, drive, step_ms, initial);
            EXPECT_GE(spikes.size(), 3u);
            ASSERT_EQ(spikes.size(), oracle.spikes_ms.size());
            // 0.02 µs at one step per sample; steps of 63 µs at 8 kHz: 1 µs
            EXPECT_LT(largest_difference(spikes, oracle.spikes_ms), rate_hz > 40000.0 ? 2e-5 : 1e-3);
        }
}

TEST(Izhikevich, dynamic_clamp_acts_as_a_current_that_depends_on_v) {
    // g (E − V) is part of the equation's own terms: linear − g/C, constant + g E/C.
    IzhikevichParams folded;
    const double g_ns = 40.0, e_mv = -40.0, pf = 100.0;
    folded.linear -= g_ns / pf;
    folded.constant += g_ns * e_mv / pf;
    const auto coeffs = Izhikevich::prepare({}, 0.02), folded_coeffs = Izhikevich::prepare(folded, 0.02);
    auto state = Izhikevich::reset(coeffs, {}), folded_state = state;
    int spikes = 0;
    for (int k = 0; k < 5000; ++k) {
        spikes += Izhikevich::advance(coeffs, state, {500.0, g_ns, e_mv}, 0.02).event == Event::spike;
        Izhikevich::advance(folded_coeffs, folded_state, {500.0}, 0.02);
        ASSERT_NEAR(state.y[0], folded_state.y[0], 1e-6) << k;
    }
    EXPECT_GE(spikes, 2);
}

TEST(Izhikevich, published_euler_is_the_published_loop) {
    IzhikevichParams params;
    params.scheme = Izhikevich::Scheme::published_euler;
    params.d = 6.0;
    std::vector<double> expected;
    double v = -70.0, u = -14.0;
    for (int k = 0; k <= 400; ++k) {
        const double t = 0.25 * k, current = t > 10.0 ? 14.0 : 0.0;
        v = v + 0.25 * (0.04 * v * v + 5 * v + 140 - u + current);
        u = u + 0.25 * 0.02 * (0.2 * v - u);
        if (v > 30.0) {
            expected.push_back(t);
            v = -65.0;
            u = u + 6.0;
        }
    }
    for (const double step_ms : {0.25, 1.0 / 48.0, 1.0 / 44.1, 1.7}) {
        const auto spikes =
            spikes_ms<Izhikevich>(params, held_currents({{10.0, 101.0, 1400.0}}, step_ms, 100.01), step_ms);
        ASSERT_EQ(spikes.size(), expected.size()) << step_ms;
        EXPECT_LT(largest_difference(spikes, expected), 1e-9) << step_ms; // the clock's rounding
    }
}

TEST(Izhikevich, published_euler_draws_v_continuously_up_to_the_peak) {
    IzhikevichParams params;
    params.scheme = Izhikevich::Scheme::published_euler;
    const auto coeffs = Izhikevich::prepare(params, 1.0 / 48.0);
    auto state = Izhikevich::reset(coeffs, {});
    double before_mv = Izhikevich::voltage_mv(coeffs, state);
    for (int k = 0; k < 4800; ++k)
        for (double left_ms = 1.0 / 48.0; left_ms > 0.0;) {
            const auto segment = Izhikevich::advance(coeffs, state, {1000.0}, left_ms);
            EXPECT_EQ(segment.begin_mv, before_mv);
            EXPECT_LE(segment.end_mv, params.peak_mv + 1e-9);
            if (segment.event == Event::spike) {
                EXPECT_NEAR(segment.end_mv, params.peak_mv, 1e-9);
            }
            before_mv = Izhikevich::voltage_mv(coeffs, state);
            if (segment.event == Event::none) break;
            left_ms -= segment.elapsed_ms;
        }
}

} // namespace
} // namespace soma::test
