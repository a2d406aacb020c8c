#include "Membrane/Lanes/HhLanes.h"
#include "Membrane/HhDensity.h"
#include "Membrane/LaneChecks.h"
#include "Support/ReferenceData.h"

namespace soma::test {
namespace {

using membrane::HodgkinHuxley;

/// Measured: spikes 1e-10 ms, V 5e-9 mV after a second. The kernel's exponential and its order of operations differ
/// from the scalar model's by rounding; the promise of the lanes is 1e-9 s.
constexpr LaneTolerance hh_tolerance{1e-7, 1e-6};

HodgkinHuxley::Params squid(const std::function<double()>& factor) {
    HodgkinHuxley::Params params;
    params.capacitance_nf *= factor();
    params.leak_ms_cm2 *= factor();
    return params;
}

class HhLanes : public testing::TestWithParam<std::size_t> {};

TEST_P(HhLanes, follow_the_scalar_model) {
    const auto count = GetParam();
    const auto neurons = lane_neurons<HodgkinHuxley>(count, lane_sample_ms, squid);
    const auto input = lane_noise(count, count > 100 ? 1500 : 5000, 1200.0, 600.0, count % 2 == 0);
    EXPECT_LT(expect_lanes_follow(neurons, input, hh_tolerance), 0.01); // the kernel did the work
}

INSTANTIATE_TEST_SUITE_P(Sizes, HhLanes, testing::Values(1, 3, 8, 9, 17, 256));

TEST(HhLanesTest, follow_a_clamp) {
    const auto neurons = lane_neurons<HodgkinHuxley>(19, lane_sample_ms, squid);
    auto input = lane_noise(19, 4000, 500.0, 200.0, false);
    add_lane_clamp(input, 30.0, -10.0);
    EXPECT_LT(expect_lanes_follow(neurons, input, hh_tolerance), 0.01);
}

TEST(HhLanesTest, follow_at_every_time_scale_and_temperature) {
    for (const double time_scale : {0.02, 4.0, 20.0, 100.0})
        for (const double temperature_c : {6.3, 20.0}) {
            SCOPED_TRACE(std::to_string(time_scale) + " times at " + std::to_string(temperature_c));
            const auto neurons = lane_neurons<HodgkinHuxley>(11, time_scale * lane_sample_ms, [&](const auto& factor) {
                auto params = squid(factor);
                params.temperature_c = temperature_c;
                return params;
            });
            const auto input = lane_noise(11, 1500, 1500.0, 100.0, false);
            expect_lanes_follow(neurons, input, hh_tolerance);
        }
}

/// Where the rates are 0/0: −40 and −55 mV, exactly and nearly, at rest and passing.
TEST(HhLanesTest, pass_the_removable_singularities) {
    auto neurons = lane_copies<HodgkinHuxley>(18, lane_sample_ms, {}, {});
    for (std::size_t i = 0; i < neurons.states.size(); ++i) {
        constexpr double offsets_mv[] = {0.0, 1e-9, -1e-7, 1e-5, -1e-4, 3e-4, -1e-3, 3e-3, -1e-2};
        neurons.states[i].y[0] = (i % 2 == 0 ? -40.0 : -55.0) + offsets_mv[i / 2];
    }
    expect_lanes_follow(neurons, lane_noise(18, 600, 0.0, 0.0, true), hh_tolerance);
}

/// Far beyond any membrane the scalar model takes over; nothing is lost, nothing leaves its range.
TEST(HhLanesTest, survive_violent_drive) {
    const auto neurons = lane_neurons<HodgkinHuxley>(9, lane_sample_ms, squid);
    for (const double density : {200.0, 5000.0, 1e5}) {
        const auto input = lane_noise(9, 500, 0.0, density * pa_per_density, false);
        for_each_lane_target([&](const std::string& target) {
            SCOPED_TRACE(target);
            const auto outcome = neurons.lanes(input, 64), cut = neurons.lanes(input, 7);
            EXPECT_EQ(outcome.end_mv, cut.end_mv);
            EXPECT_EQ(outcome.spikes, cut.spikes);
            for (const double mv : outcome.end_mv) EXPECT_LE(std::abs(mv), 1e6); // the model's own range
        });
    }
}

TEST(HhLanesTest, leave_an_absurd_current_to_the_scalar_model) {
    const auto neurons = lane_neurons<HodgkinHuxley>(9, lane_sample_ms, squid);
    auto input = lane_noise(9, 2, 0.0, 0.0, false);
    input.own_pa[4][1] = 1e300;
    input.own_pa[5][1] = -std::numeric_limits<double>::infinity();
    for_each_lane_target([&](const std::string& target) {
        SCOPED_TRACE(target);
        const auto outcome = neurons.lanes(input, 64);
        EXPECT_EQ(outcome.scalar_samples, 2u);
        for (const double mv : outcome.end_mv) EXPECT_LE(std::abs(mv), 1e6);
    });
}

struct Reference {
    const char* name;
    double duration_ms;
    StimulusSegment density;
};

TEST(HhLanesTest, fire_when_the_reference_does) {
    const std::vector<Reference> stimuli{
        {"hh_step10", 120.0, {10.0, 110.0, 10.0 * pa_per_density}},
        {"hh_pulse_supra", 40.0, {5.0, 5.5, 20.0 * pa_per_density}},
        {"hh_pulse_sub", 40.0, {5.0, 5.5, 10.0 * pa_per_density}},
    };
    membrane::Initial from_minus_65;
    from_minus_65.voltage_mv = -65.0;
    const auto reference = reference_json("hh_spike_times.json");
    for (const auto& stimulus : stimuli)
        for (const std::size_t count : {1, 3, 17, 256}) {
            SCOPED_TRACE(stimulus.name);
            const auto run = std::find_if(reference["runs"].begin(), reference["runs"].end(),
                                          [&](const auto& entry) { return entry["name"] == stimulus.name; });
            ASSERT_NE(run, reference["runs"].end());
            const auto neurons = lane_copies<HodgkinHuxley>(count, lane_sample_ms, {}, from_minus_65);
            const auto input = lane_stimulus({stimulus.density}, lane_sample_ms, stimulus.duration_ms);
            // The aim of 0.01 µs, as the scalar model.
            expect_lane_spikes(neurons, input, (*run)["scipy_spikes_ms"].get<std::vector<double>>(), 1e-5);
        }
}

} // namespace
} // namespace soma::test
