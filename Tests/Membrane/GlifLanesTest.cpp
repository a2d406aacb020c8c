#include "Membrane/Lanes/GlifLanes.h"
#include "Membrane/GlifSets.h"
#include "Membrane/LaneChecks.h"

namespace soma::test {
namespace {

using membrane::Glif;

Glif::Params fitted(int level, const std::function<double()>& factor) {
    Glif::Params params;
    params.level = level;
    params.leak.resistance_mohm *= factor();
    params.capacitance_nf *= factor();
    params.refractory_ms *= factor();
    return params;
}

class GlifLanes : public testing::TestWithParam<int> {};

TEST_P(GlifLanes, repeat_the_scalar_model_bit_for_bit) {
    const int level = GetParam();
    const auto params = [&](const auto& factor) { return fitted(level, factor); };
    for (const std::size_t count : {1, 3, 8, 9, 17, 256}) {
        SCOPED_TRACE(count);
        const auto neurons = lane_neurons<Glif>(count, lane_sample_ms, params);
        const auto input = lane_noise(count, count > 100 ? 2000 : 6000, 500.0, 400.0, count % 2 == 0);
        EXPECT_LT(expect_lanes_repeat(neurons, input), 0.03); // the kernel did the work
    }
}

TEST_P(GlifLanes, repeat_every_time_scale_and_violent_drive_bit_for_bit) {
    const auto params = [&](const auto& factor) { return fitted(GetParam(), factor); };
    for (const double time_scale : {0.02, 7.0, 100.0})
        expect_lanes_repeat(lane_neurons<Glif>(11, time_scale * lane_sample_ms, params),
                            lane_noise(11, 500, 500.0, 200.0, false));
    for (const double rms_pa : {1e5, 1e9})
        expect_lanes_repeat(lane_neurons<Glif>(9, lane_sample_ms, params), lane_noise(9, 200, 0.0, rms_pa, false));
}

TEST_P(GlifLanes, leave_a_clamp_to_the_scalar_model) {
    const auto neurons =
        lane_neurons<Glif>(10, lane_sample_ms, [&](const auto& factor) { return fitted(GetParam(), factor); });
    auto input = lane_noise(10, 1000, 300.0, 100.0, false);
    add_lane_clamp(input, 5.0, -40.0);
    expect_lanes_repeat(neurons, input);
}

INSTANTIATE_TEST_SUITE_P(Levels, GlifLanes, testing::Range(1, 6));

TEST(GlifLanesTest, fire_when_the_event_driven_solution_does) {
    const auto sets = published_glif_sets();
    const auto permille = glif_stimuli();
    const auto data = reference_json("glif_spike_times.json");
    for (const auto& golden : data.at("runs")) {
        const std::string cell = golden.at("cell"), stimulus = golden.at("stim");
        const int level = golden.at("level");
        SCOPED_TRACE(cell + " level " + std::to_string(level) + " " + stimulus);
        LaneInput input;
        for (const double value : permille.at(stimulus))
            input.shared_pa.push_back(value * golden.at("rh_pA").get<double>() / 1000.0);
        input.samples = static_cast<int>(input.shared_pa.size());
        std::vector<double> expected_ms;
        for (const auto& seconds : golden.at("event_driven_spike_s"))
            expected_ms.push_back(1e3 * seconds.get<double>());
        // 1e-12 s: half of the last of the file's 12 decimals, and rounding
        expect_lane_spikes(lane_copies<Glif>(3, lane_sample_ms, sets.at({cell, level}), {}), input, expected_ms, 1e-9);
    }
}

} // namespace
} // namespace soma::test
