#include "Membrane/OdeOracles.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

using membrane::Channel;
using ChannelParams = Channel::Params;

membrane::Initial at(double voltage_mv, double x) {
    membrane::Initial initial;
    initial.voltage_mv = voltage_mv;
    initial.internal[0] = x;
    return initial;
}

TEST(Channel, curves_are_the_gate_equation) {
    const Channel::Rate alpha{6.09, 0.05}, beta{0.041, -0.05};
    for (double v = -150.0; v <= 100.0; v += 12.5) {
        const auto curves = Channel::curves(alpha, beta, v);
        const double a = 6.09 * std::exp(0.05 * v), b = 0.041 * std::exp(-0.05 * v);
        EXPECT_DOUBLE_EQ(curves.alpha_per_ms, a);
        EXPECT_DOUBLE_EQ(curves.beta_per_ms, b);
        EXPECT_NEAR(curves.steady, a / (a + b), 1e-15);
        EXPECT_NEAR(curves.tau_ms, 1.0 / (a + b), 1e-15 / (a + b));
    }
    const auto shut = Channel::curves({0.0, 0.1}, {0.0, 0.1}, 500.0);
    EXPECT_EQ(shut.steady, 0.0);
    EXPECT_EQ(shut.tau_ms, std::numeric_limits<double>::infinity());
    const auto fast = Channel::curves({1e6, 1.0}, {1e6, 1.0}, 1e6); // e^1000000 does not exist
    EXPECT_EQ(fast.alpha_per_ms, Channel::Rate::fastest_per_ms);
    EXPECT_EQ(fast.steady, 0.5);
}

TEST(Channel, three_rates_of_hodgkin_and_huxley_have_its_form) {
    // β_m, α_h and β_n are A·e^(B·V); see HhRates.h.
    const Channel::Rate beta_m{4.0 * std::exp(-65.0 / 18.0), -1.0 / 18.0},
        beta_n{0.125 * std::exp(-65.0 / 80.0), -1.0 / 80.0};
    for (const double v : {-90.0, -65.0, -20.0, 30.0}) {
        const auto [am, bm, ah, bh, an, bn] = oracle_hh_rates(v);
        EXPECT_NEAR(beta_m.at(v), static_cast<double>(bm), 1e-14 * static_cast<double>(bm));
        EXPECT_NEAR(beta_n.at(v), static_cast<double>(bn), 1e-14 * static_cast<double>(bn));
    }
}

TEST(Channel, gate_relaxes_exponentially_where_v_is_held) {
    const ChannelParams params;
    const auto coeffs = Channel::prepare(params, 0.02);
    const double v = -20.0;
    const auto curves = Channel::curves(params.alpha, params.beta, v);
    auto state = Channel::reset(coeffs, at(v, 0.1));
    for (int k = 0; k < 10; ++k) Channel::advance(coeffs, state, {0.0, 1e9, v}, 0.02); // a voltage clamp
    const double expected = curves.steady + (0.1 - curves.steady) * std::exp(-0.2 / curves.tau_ms);
    EXPECT_NEAR(state.y[0], v, 1e-3);
    EXPECT_NEAR(state.y[1], expected, 1e-5); // what 1e-3 mV do to the rates
}

TEST(Channel, without_conductance_is_a_passive_membrane) {
    ChannelParams params;
    params.max_ns = 0.0;
    const auto coeffs = Channel::prepare(params, 1.0 / 44.1);
    auto state = Channel::reset(coeffs, {});
    EXPECT_NEAR(state.y[0], params.leak.reversal_mv, 1e-9);
    for (int k = 0; k < 441; ++k) Channel::advance(coeffs, state, {100.0}, 1.0 / 44.1);
    EXPECT_NEAR(state.y[0], -70.0 + 10.0 * -std::expm1(-10.0 / 10.0), 1e-9); // τ = 100 MΩ · 0.1 nF
}

TEST(Channel, rests_where_leak_and_channel_currents_cancel) {
    for (const double reversal_mv : {-77.0, 50.0})
        for (const int gates : {0, 1, 4}) {
            ChannelParams params;
            params.reversal_mv = reversal_mv;
            params.gates = gates;
            const auto coeffs = Channel::prepare(params, 0.02);
            auto state = Channel::reset(coeffs, {});
            const double rest_mv = state.y[0];
            for (int k = 0; k < 2000; ++k) Channel::advance(coeffs, state, {}, 0.02);
            EXPECT_NEAR(state.y[0], rest_mv, 1e-6) << reversal_mv << " mV, " << gates << " gates";
            std::array<double, 2> seen{};
            Channel::observe(coeffs, state, {}, seen.data());
            EXPECT_NEAR(seen[1] + 10.0 * (state.y[0] + 70.0), 0.0, 1e-4); // pA; 10 nS of leak
        }
}

struct ChannelVariant {
    const char* what;
    ChannelParams params;
    double current_pa;
    double tolerance_mv;
};

std::vector<ChannelVariant> channel_variants() {
    ChannelParams potassium, sodium, four, slow, fast;
    potassium.max_ns = 40.0;
    sodium.reversal_mv = 50.0; // regenerative: V jumps up and stays
    sodium.max_ns = 60.0;
    sodium.alpha = {4.0, 0.06};
    sodium.beta = {0.02, -0.06};
    four.gates = 4;
    four.max_ns = 200.0;
    four.spike_level_mv = -45.0;
    slow.alpha.per_ms = 0.06;
    slow.beta.per_ms = 0.0004;
    slow.spike_level_mv = -50.0;
    fast.alpha.per_ms = 600.0;
    fast.beta.per_ms = 4.0;
    // The last is stiff: its gate follows V within 3 to 10 µs.
    return {{"potassium", potassium, 600.0, 1e-4},
            {"sodium", sodium, 120.0, 1e-3},
            {"four gates", four, 900.0, 1e-3},
            {"slow", slow, 500.0, 1e-4},
            {"fast", fast, 400.0, 1e-2}};
}

TEST(Channel, agrees_with_an_independent_integration) {
    constexpr double step_ms = 1.0 / 44.1;
    for (const auto& [what, params, current_pa, tolerance_mv] : channel_variants()) {
        const auto coeffs = Channel::prepare(params, step_ms);
        auto state = Channel::reset(coeffs, at(-65.0, 0.05));
        auto oracle = channel_oracle(params, -65.0, 0.05, 5e-4L);
        std::vector<double> spikes;
        double worst_mv = 0.0;
        for (const auto& piece : held_currents({{2.0, 20.0, current_pa}, {20.0, 30.0, -current_pa}}, step_ms, 40.0)) {
            oracle.advance(piece.begin_ms, piece.duration_ms, piece.current_pa);
            for (double left_ms = piece.duration_ms; left_ms > 0.0;) {
                const auto segment = Channel::advance(coeffs, state, {piece.current_pa}, left_ms);
                if (segment.event == membrane::Event::none) break;
                left_ms -= segment.elapsed_ms;
                spikes.push_back(piece.begin_ms + piece.duration_ms - left_ms);
            }
            worst_mv = std::max(worst_mv, std::abs(state.y[0] - static_cast<double>(oracle.y[0])));
        }
        EXPECT_LT(worst_mv, tolerance_mv) << what;
        ASSERT_EQ(spikes.size(), oracle.spikes_ms.size()) << what;
        EXPECT_LT(largest_difference(spikes, oracle.spikes_ms), 1e-5) << what;
    }
}

TEST(Channel, clicks_when_v_rises_through_the_spike_level) {
    ChannelParams sodium = channel_variants()[1].params;
    sodium.alpha.per_ms = 0.5; // rests low, jumps when pushed
    sodium.max_ns = 20.0;
    sodium.spike_level_mv = -20.0;
    constexpr double step_ms = 1.0 / 48.0;
    const auto spikes =
        spikes_ms<Channel>(sodium, held_currents({{5.0, 30.0, 500.0}, {30.0, 60.0, -2000.0}}, step_ms, 60.0), step_ms);
    EXPECT_EQ(spikes.size(), 1u);
}

} // namespace
} // namespace soma::test
