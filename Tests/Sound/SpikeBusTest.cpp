#include "Sound/SpikeBus.h"

#include "Core/Random.h"
#include "Support/SimdTargets.h"

#include <gtest/gtest.h>
#include <numeric>
#include <vector>

namespace soma::sound {
namespace {

struct Buses {
    std::vector<float> mono, left, right;
};

/// Renders in pieces of `piece` rows; events count from the start of the whole.
Buses render(const std::vector<SpikeEvent>& events, int rows, int piece, std::span<const StereoGain> gains) {
    SpikeBus bus;
    Buses out;
    std::size_t next = 0;
    for (int first = 0; first < rows; first += piece) {
        const int frames = std::min(piece, rows - first);
        const std::size_t begin = next;
        while (next < events.size() && events[next].sample < first + frames) ++next;
        bus.render(std::span(events).subspan(begin, next - begin), first, frames, gains);
        out.mono.insert(out.mono.end(), bus.mono().begin(), bus.mono().begin() + frames);
        out.left.insert(out.left.end(), bus.left().begin(), bus.left().begin() + frames);
        out.right.insert(out.right.end(), bus.right().begin(), bus.right().begin() + frames);
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
    const Pan pan;
    const auto gains = pan.population(100);
    const auto events = random_events(5000, 0.6, 100);
    const auto whole = render(events, 5000, SpikeBus::max_frames, gains);
    for (const int piece : {1, 7, 31, 33, 63}) {
        const auto cut = render(events, 5000, piece, gains);
        EXPECT_EQ(cut.mono, whole.mono) << piece;
        EXPECT_EQ(cut.left, whole.left) << piece;
        EXPECT_EQ(cut.right, whole.right) << piece;
    }
}

TEST(SpikeBus, EveryTargetGivesTheBitsOfOneValueAtATime) {
    constexpr int rows = 300;
    const Pan pan;
    const auto gains = pan.population(7);
    const auto events = random_events(rows, 0.6, 100);
    Buses expected;
    for (auto* bus : {&expected.mono, &expected.left, &expected.right}) bus->resize(rows + SpikeKernel::taps + 1);
    std::array<float, SpikeKernel::taps> values;
    for (const auto& event : events) {
        SpikeKernel::shared().at(1.0 - event.offset, values);
        const auto gain = gains[static_cast<unsigned>(event.neuron) % gains.size()];
        for (unsigned j = 0; j < SpikeKernel::taps; ++j) {
            const auto row = static_cast<unsigned>(event.sample) + 1 + j;
            expected.mono[row] += values[j];
            expected.left[row] += gain.left * values[j];
            expected.right[row] += gain.right * values[j];
        }
    }
    for (auto* bus : {&expected.mono, &expected.left, &expected.right}) bus->resize(rows);
    test::for_each_lane_target([&](const std::string& target) {
        const auto out = render(events, rows, 64, gains);
        EXPECT_EQ(out.mono, expected.mono) << target;
        EXPECT_EQ(out.left, expected.left) << target;
        EXPECT_EQ(out.right, expected.right) << target;
    });
}

TEST(SpikeBus, IsSilentUntilTheSampleAfterASpikeAndAfterItsKernel) {
    const StereoGain centre;
    const auto out = render({{100, 0, 0.25}}, 200, 64, {&centre, 1});
    for (int n = 0; n < 200; ++n) {
        const bool sounding = n > 100 && n <= 100 + SpikeKernel::taps;
        EXPECT_EQ(out.mono[static_cast<unsigned>(n)] != 0.0f, sounding) << n;
    }
    EXPECT_NEAR(std::accumulate(out.mono.begin(), out.mono.end(), 0.0), 1.0, 1e-5);
    EXPECT_EQ(out.left, out.mono);
    EXPECT_EQ(out.right, out.mono);
}

TEST(SpikeBus, PutsNeuronsInTheirPlaces) {
    const std::vector<StereoGain> gains{{1.0f, 0.0f}, {0.25f, 0.5f}};
    const auto left_one = render({{3, 0, 0.5}}, 64, 64, gains);
    EXPECT_EQ(left_one.left, left_one.mono);
    EXPECT_EQ(left_one.right, std::vector<float>(64));
    const auto fourth = render({{3, 3, 0.5}}, 64, 64, gains); // 3 modulo 2
    for (unsigned n = 0; n < 64; ++n) {
        EXPECT_EQ(fourth.left[n], 0.25f * fourth.mono[n]);
        EXPECT_EQ(fourth.right[n], 0.5f * fourth.mono[n]);
    }
}

} // namespace
} // namespace soma::sound
