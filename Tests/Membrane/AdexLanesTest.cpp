#include "Membrane/Lanes/AdexLanes.h"
#include "Membrane/AdexSets.h"
#include "Membrane/LaneChecks.h"

namespace soma::test {
namespace {

using membrane::Adex;

/// The vector exponential and the order of operations differ by rounding, which the published cells keep below 1e-11 s
/// and a cell with Δ_T = 0.01 mV at 100 times the speed brings to 1e-9 s, the promise of the lanes.
constexpr LaneTolerance adex_tolerance{1e-6, 1e-6};

Adex::Params adapting(const std::function<double()>& factor) {
    Adex::Params params;
    params.leak.resistance_mohm *= factor();
    params.capacitance_nf *= factor();
    params.threshold_mv += 5.0 * (factor() - 1.0);
    return params;
}

class AdexLanes : public testing::TestWithParam<std::size_t> {};

TEST_P(AdexLanes, follow_the_scalar_model) {
    const auto count = GetParam();
    const auto neurons = lane_neurons<Adex>(count, lane_sample_ms, [&](const auto& factor) {
        auto params = adapting(factor);
        params.refractory_ms = count % 3 == 0 ? 2.0 * factor() : 0.0;
        return params;
    });
    const auto input = lane_noise(count, count > 100 ? 3000 : 8000, 900.0, 500.0, count % 2 == 0);
    EXPECT_LT(expect_lanes_follow(neurons, input, adex_tolerance), 0.05); // the kernel did the work
}

INSTANTIATE_TEST_SUITE_P(Sizes, AdexLanes, testing::Values(1, 3, 8, 9, 17, 256));

TEST(AdexLanesTest, follow_a_clamp) {
    const auto neurons = lane_neurons<Adex>(19, lane_sample_ms, adapting);
    auto input = lane_noise(19, 4000, 500.0, 200.0, false);
    add_lane_clamp(input, 20.0, -20.0);
    EXPECT_LT(expect_lanes_follow(neurons, input, adex_tolerance), 0.05);
}

TEST(AdexLanesTest, follow_at_every_time_scale_and_steepness) {
    for (const double time_scale : {0.02, 3.9, 20.0, 100.0})
        for (const double slope_mv : {0.01, 0.5, 10.0}) {
            SCOPED_TRACE(std::to_string(time_scale) + " times, Δ_T " + std::to_string(slope_mv));
            const auto neurons = lane_neurons<Adex>(11, time_scale * lane_sample_ms, [&](const auto& factor) {
                auto params = adapting(factor);
                params.slope_mv = slope_mv;
                return params;
            });
            expect_lanes_follow(neurons, lane_noise(11, 600, 900.0, 100.0, false), adex_tolerance);
        }
}

TEST(AdexLanesTest, survive_violent_drive) {
    const auto neurons = lane_neurons<Adex>(9, lane_sample_ms, adapting);
    for (const double rms_pa : {1e4, 1e6, 1e9}) {
        const auto input = lane_noise(9, 300, 0.0, rms_pa, false);
        for_each_lane_target([&](const std::string& target) {
            SCOPED_TRACE(target);
            const auto outcome = neurons.lanes(input, 64), cut = neurons.lanes(input, 7);
            EXPECT_EQ(outcome.end_mv, cut.end_mv);
            EXPECT_EQ(outcome.spikes, cut.spikes);
            for (const double mv : outcome.end_mv) EXPECT_LE(std::abs(mv), 1e4); // the model's own range
        });
    }
}

TEST(AdexLanesTest, fire_when_the_reference_does) {
    const auto reference = reference_json("adex_spike_times.json");
    for (const auto& run : reference["runs"])
        for (const std::size_t count : {1, 3, 17}) {
            const auto name = run["pattern"].get<std::string>();
            SCOPED_TRACE(name);
            const auto neurons =
                lane_copies<Adex>(count, lane_sample_ms, adex_params_from(run), adex_initial_from(run));
            const double duration_ms = run["T_ms"];
            const auto input = lane_stimulus({{0.0, duration_ms, run["I_pA"]}}, lane_sample_ms, duration_ms);
            // The aim of 0.005 µs, as the scalar model. Two solvers
            // of a chaotic cell agree for some spikes only.
            const std::size_t compared = name.starts_with("irregular") ? 5 : 0;
            expect_lane_spikes(neurons, input, run["spikes_ms"].get<std::vector<double>>(), 5e-6, compared);
        }
}

} // namespace
} // namespace soma::test
