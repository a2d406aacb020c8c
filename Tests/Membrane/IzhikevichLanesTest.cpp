#include "Membrane/Lanes/IzhikevichLanes.h"
#include "Membrane/LaneChecks.h"
#include "Support/ReferenceData.h"

namespace soma::test {
namespace {

using membrane::Izhikevich;

Izhikevich::Params regular(const std::function<double()>& factor) {
    Izhikevich::Params params;
    params.capacitance_nf *= factor();
    params.a *= factor();
    params.d *= factor();
    return params;
}

class IzhikevichLanes : public testing::TestWithParam<std::size_t> {};

TEST_P(IzhikevichLanes, repeat_the_scalar_model_bit_for_bit) {
    const auto count = GetParam();
    const auto neurons = lane_neurons<Izhikevich>(count, lane_sample_ms, regular);
    const auto input = lane_noise(count, count > 100 ? 3000 : 8000, 1500.0, 1500.0, count % 2 == 0);
    EXPECT_LT(expect_lanes_repeat(neurons, input), 0.01); // the kernel did the work
}

INSTANTIATE_TEST_SUITE_P(Sizes, IzhikevichLanes, testing::Values(1, 3, 8, 9, 17, 256));

TEST(IzhikevichLanesTest, repeat_a_clamp_bit_for_bit) {
    const auto neurons = lane_neurons<Izhikevich>(19, lane_sample_ms, regular);
    auto input = lane_noise(19, 4000, 1000.0, 200.0, false);
    add_lane_clamp(input, 20.0, -30.0);
    EXPECT_LT(expect_lanes_repeat(neurons, input), 0.01);
}

TEST(IzhikevichLanesTest, repeat_every_time_scale_bit_for_bit) {
    for (const double time_scale : {0.02, 3.9, 8.3, 20.0, 100.0, 1000.0}) {
        SCOPED_TRACE(time_scale);
        const auto neurons = lane_neurons<Izhikevich>(11, time_scale * lane_sample_ms, regular);
        expect_lanes_repeat(neurons, lane_noise(11, 1000, 1000.0, 300.0, false));
    }
}

TEST(IzhikevichLanesTest, repeat_violent_drive_bit_for_bit) {
    for (const double rms_pa : {1e4, 1e6, 1e9}) {
        SCOPED_TRACE(rms_pa);
        const auto neurons = lane_neurons<Izhikevich>(9, lane_sample_ms, regular);
        expect_lanes_repeat(neurons, lane_noise(9, 300, 0.0, rms_pa, false));
    }
}

/// Resets next to the peak: spikes as near to each other as they may be.
TEST(IzhikevichLanesTest, repeat_the_shortest_intervals_bit_for_bit) {
    const auto neurons = lane_neurons<Izhikevich>(9, lane_sample_ms, [](const auto& factor) {
        auto params = regular(factor);
        params.c_mv = params.peak_mv - 1e-3 * factor();
        return params;
    });
    expect_lanes_repeat(neurons, lane_noise(9, 300, 3000.0, 0.0, true));
}

TEST(IzhikevichLanesTest, know_only_the_exact_scheme) {
    Izhikevich::Params params;
    EXPECT_TRUE(membrane::LaneModel<Izhikevich>::suits(Izhikevich::prepare(params, lane_sample_ms)));
    params.scheme = Izhikevich::Scheme::published_euler;
    EXPECT_FALSE(membrane::LaneModel<Izhikevich>::suits(Izhikevich::prepare(params, lane_sample_ms)));
}

TEST(IzhikevichLanesTest, fire_when_the_reference_does) {
    const auto reference = reference_json("izhikevich_spike_times.json");
    for (const auto& entry : reference["cell_types_2003"])
        for (const std::size_t count : {1, 3, 17}) {
            SCOPED_TRACE(entry["type"].get<std::string>());
            Izhikevich::Params params;
            params.a = entry["a"];
            params.b = entry["b"];
            params.c_mv = entry["c"];
            params.d = entry["d"];
            membrane::Initial initial;
            initial.voltage_mv = entry["V0"];
            initial.internal[0] = entry["u0"];
            const auto neurons = lane_copies<Izhikevich>(count, lane_sample_ms, params, initial);
            const auto input = lane_stimulus({{20.0, 200.0, 1000.0}}, lane_sample_ms, 200.0);
            // The aim of 0.005 µs, as the scalar model.
            expect_lane_spikes(neurons, input, entry["spikes_ms"].get<std::vector<double>>(), 5e-6);
        }
}

} // namespace
} // namespace soma::test
