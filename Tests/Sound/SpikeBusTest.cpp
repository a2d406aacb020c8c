#include "Sound/SpikeBus.h"
#include "Core/Limits.h"

#include "Core/Random.h"
#include "Support/Quanta.h"
#include "Support/SimdTargets.h"

#include <gtest/gtest.h>
#include <numeric>
#include <vector>

namespace soma::sound {
namespace {

/// Renders in segments of `segment` rows; events count from the start of the whole.
std::vector<float> render(const std::vector<SpikeEvent>& events, int rows, int segment) {
    SpikeBus bus;
    std::vector<float> out;
    test::SpikeParts parts(events);
    for (int first = 0; first < rows; first += segment) {
        const int frames = std::min(segment, rows - first);
        bus.render(parts.next(static_cast<std::size_t>(first), static_cast<std::size_t>(frames)), frames);
        out.insert(out.end(), bus.rows().begin(), bus.rows().begin() + frames);
    }
    return out;
}

std::vector<SpikeEvent> random_events(int rows, double per_row, int neurons) {
    SplitMix64 random(7);
    std::vector<SpikeEvent> events;
    for (int n = 0; n < rows; ++n)
        if (random.unit() < per_row)
            events.push_back(
                {n, static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(neurons))), random.unit()});
    return events;
}

TEST(SpikeBus, DoesNotDependOnHowARenderIsCut) {
    const auto events = random_events(5000, 0.6, 100);
    const auto whole = render(events, 5000, limits::quantum);
    for (const int segment : {1, 7, 31, 33, 63}) EXPECT_EQ(render(events, 5000, segment), whole) << segment;
}

TEST(SpikeBus, EveryTargetGivesTheBitsOfOneValueAtATime) {
    constexpr int rows = 300;
    const auto events = random_events(rows, 0.6, 100);
    std::vector<float> expected(rows + SpikeKernel::taps + 1);
    std::array<float, SpikeKernel::taps> values;
    for (const auto& event : events) {
        SpikeKernel::shared().at(1.0 - event.offset, values);
        for (unsigned j = 0; j < SpikeKernel::taps; ++j)
            expected[static_cast<unsigned>(event.sample) + 1 + j] += values[j];
    }
    expected.resize(rows);
    test::for_each_lane_target(
        [&](const std::string& target) { EXPECT_EQ(render(events, rows, 64), expected) << target; });
}

TEST(SpikeBus, IsSilentUntilTheSampleAfterASpikeAndAfterItsKernel) {
    const auto out = render({{100, 0, 0.25}}, 200, 64);
    for (int n = 0; n < 200; ++n) {
        const bool sounding = n > 100 && n <= 100 + SpikeKernel::taps;
        EXPECT_EQ(out[static_cast<unsigned>(n)] != 0.0f, sounding) << n;
    }
    EXPECT_NEAR(std::accumulate(out.begin(), out.end(), 0.0), 1.0, 1e-5);
}

} // namespace
} // namespace soma::sound
