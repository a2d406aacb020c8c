#include "Membrane/Lanes/LifLanes.h"
#include "Core/Random.h"
#include "Membrane/LaneChecks.h"
#include "Membrane/LaneOracle.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

using membrane::Lif;
using membrane::Rc;

constexpr double lif_sample_ms = 1000.0 / 48000.0;

/// Neurons that differ in everything, near the course's first cell.
LaneOracle<Lif> lif_neurons(std::size_t count, double refractory_ms, double step_ms) {
    LaneOracle<Lif> neurons{{}, {}, step_ms};
    SplitMix64 random(count);
    const auto spread = [&] { return 0.8 + 0.4 * random.unit(); };
    for (std::size_t i = 0; i < count; ++i) {
        Lif::Params params{{345.0 * spread(), -62.6},
                           0.0586 * spread(),
                           -52.6 + 2.0 * spread(),
                           -65.0 * spread(),
                           refractory_ms * spread()};
        neurons.coeffs.push_back(Lif::prepare(params, step_ms));
        neurons.states.push_back(Lif::reset(neurons.coeffs[i], {}));
    }
    return neurons;
}

LaneInput noisy_input(std::size_t neurons, int samples, double mean_pa, bool shared) {
    return lane_noise(neurons, samples, mean_pa, 0.5 * mean_pa, shared);
}

/// V above its reversal potential takes another rounding a sample (2e-14 mV); some 1000 of them last (τ in samples),
/// and where V climbs by 1e-3 mV a sample a spike moves by 1e3 times that.
constexpr double lif_rounding_mv = 1e-10, lif_rounding_ms = 1e-8;

struct LaneCase {
    std::size_t neurons;
    double refractory_ms, time_scale, mean_pa;
    bool shared;
};

class LifLanes : public testing::TestWithParam<LaneCase> {};

TEST_P(LifLanes, follow_the_scalar_model_to_rounding_however_time_is_cut) {
    const auto& c = GetParam();
    const double step_ms = c.time_scale * lif_sample_ms;
    const auto neurons = lif_neurons(c.neurons, c.refractory_ms, step_ms);
    const auto input = noisy_input(c.neurons, c.neurons > 1000 ? 333 : 2000, c.mean_pa, c.shared);
    ASSERT_FALSE(neurons.scalar(input).spikes.empty());
    const double share = expect_lanes_follow(neurons, input, {lif_rounding_ms, lif_rounding_mv});
    if (c.time_scale < 2.0) { // mostly quiet: the kernel, not the scalar model, did the work
        EXPECT_LT(share, 0.1);
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, LifLanes,
                         testing::Values(LaneCase{1, 1.0, 1.0, 60.0, true}, LaneCase{3, 1.0, 1.0, 60.0, false},
                                         LaneCase{7, 0.0, 1.0, 90.0, true}, LaneCase{8, 20.0, 1.0, 90.0, false},
                                         LaneCase{9, 1.0, 0.02, 3000.0, true}, LaneCase{63, 0.004, 7.0, 300.0, false},
                                         LaneCase{40, 0.0, 1000.0, 60.0, true}, LaneCase{33, 0.5, 50.0, 600.0, false},
                                         LaneCase{1000, 2.0, 1.0, 100.0, false},
                                         LaneCase{4096, 1.0, 1.0, 100.0, true}));

/// The clamp's relaxation is Highway's Expm1 (4 ULP) in the lanes and the C library's in the scalar model.
TEST(LifLanes, follow_a_clamp_and_gap_junctions) {
    auto neurons = lif_neurons(21, 1.0, lif_sample_ms);
    auto input = noisy_input(21, 3000, 30.0, false);
    SplitMix64 random(5);
    for (int k = 0; k < input.samples; ++k) {
        input.conductance_ns.push_back(k % 5 == 0 ? 0.0 : 20.0 * random.unit());
        input.reversal_mv.push_back(-40.0 + 10.0 * random.unit());
    }
    const auto expected = neurons.scalar(input);
    ASSERT_GT(expected.spikes.size(), 100u);
    for_each_lane_target([&](const std::string& target) {
        SCOPED_TRACE(target);
        const auto outcome = neurons.lanes(input, 64);
        ASSERT_EQ(outcome.spikes.size(), expected.spikes.size());
        for (std::size_t n = 0; n < expected.spikes.size(); ++n) {
            EXPECT_EQ(outcome.spikes[n].neuron, expected.spikes[n].neuron);
            EXPECT_NEAR(outcome.spikes[n].time, expected.spikes[n].time,
                        1e-9 * 48000.0); // samples: the promise of 1e-9 s
        }
        const auto cut = neurons.lanes(input, 7);
        EXPECT_EQ(cut.spikes, outcome.spikes);
        EXPECT_EQ(cut.end_mv, outcome.end_mv);
        EXPECT_EQ(cut.sum_mv, outcome.sum_mv);
    });
}

TEST(LifLanes, leave_samples_to_the_scalar_model_on_request) {
    const auto neurons = lif_neurons(13, 1.0, lif_sample_ms);
    const auto input = noisy_input(13, 500, 200.0, true);
    std::vector<std::uint8_t> left(500, 0);
    left[0] = left[17] = left[18] = left[499] = 1;
    const auto expected = neurons.lanes(input, 64), outcome = neurons.lanes(input, 64, left);
    EXPECT_GE(outcome.scalar_samples, expected.scalar_samples + 3 * 13u);
    ASSERT_EQ(outcome.spikes.size(), expected.spikes.size());
    ASSERT_FALSE(outcome.spikes.empty());
    for (std::size_t n = 0; n < expected.spikes.size(); ++n)
        EXPECT_NEAR(outcome.spikes[n].time, expected.spikes[n].time, lif_rounding_ms / lif_sample_ms);
    for (std::size_t i = 0; i < expected.end_mv.size(); ++i)
        EXPECT_NEAR(outcome.end_mv[i], expected.end_mv[i], lif_rounding_mv);
    for (const int block : {1, 7}) {
        const auto cut = neurons.lanes(input, block, left);
        EXPECT_EQ(cut.spikes, outcome.spikes);
        EXPECT_EQ(cut.end_mv, outcome.end_mv);
        EXPECT_EQ(cut.sum_mv, outcome.sum_mv);
    }
}

TEST(LifLanes, give_a_number_out_of_range_to_the_scalar_model) {
    const auto neurons = lif_neurons(9, 1.0, lif_sample_ms);
    auto input = noisy_input(9, 10, 0.0, false);
    input.own_pa[4][3] = -1e20;
    input.own_pa[5][4] = std::numeric_limits<double>::quiet_NaN();
    auto shared = noisy_input(9, 10, 0.0, true);
    shared.shared_pa[3] = -1e20;
    for_each_lane_target([&](const std::string& target) {
        SCOPED_TRACE(target);
        EXPECT_GE(neurons.lanes(input, 64).scalar_samples, 2u);
        EXPECT_GE(neurons.lanes(shared, 64).scalar_samples, 9u);
    });
}

/// A current that is not a number makes no spike: the scalar model starts the neuron again.
TEST(LifLanes, do_not_fire_for_a_shared_current_that_is_not_finite) {
    const auto neurons = lif_neurons(40, 1.0, lif_sample_ms);
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        auto input = noisy_input(40, 40, 0.0, true);
        input.shared_pa[7] = bad;
        for_each_lane_target([&](const std::string& target) {
            SCOPED_TRACE(target);
            EXPECT_EQ(neurons.lanes(input, 64).spikes, neurons.scalar(input).spikes);
        });
    }
}

TEST(RcLanes, follow_the_scalar_model_to_rounding_without_its_help) {
    LaneOracle<Rc> neurons{{}, {}, lif_sample_ms};
    for (int i = 0; i < 29; ++i) {
        neurons.coeffs.push_back(Rc::prepare({{100.0 + i, -70.0 + i}, 0.05 + 0.01 * i}, lif_sample_ms));
        neurons.states.push_back(Rc::reset(neurons.coeffs.back(), {}));
    }
    for (const bool shared : {false, true})
        EXPECT_EQ(expect_lanes_follow(neurons, noisy_input(29, 1000, 50.0, shared), {0.0, lif_rounding_mv}), 0.0);
}

} // namespace
} // namespace soma::test
