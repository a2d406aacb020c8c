#include "Stimulus/NoiseLanes.h"

#include "Support/SimdTargets.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

namespace soma::test {
namespace {

using stimulus::NoiseLanes, stimulus::OrnsteinUhlenbeck;

/// Neurons and their scalar twins, all in step.
struct Pair {
    explicit Pair(std::size_t neurons)
        : stride(neurons + 3) {
        lanes.prepare(neurons);
        for (std::size_t i = 0; i < neurons; ++i) start(i, 0x51ed2701u * (i + 1));
    }
    void start(std::size_t neuron, std::uint64_t seed) {
        lanes.start(neuron, seed);
        if (neuron == twins.size()) twins.emplace_back(seed);
        twins[neuron] = OrnsteinUhlenbeck(seed);
    }
    /// Numbers that differ in any bit between lanes and twins, over `frames` more samples.
    std::size_t differing(std::size_t first, std::size_t count, std::size_t frames) {
        const OrnsteinUhlenbeck::Coeffs coeffs(1.0 / 48.0, 2.0);
        std::vector<double> out(frames * stride, std::nan(""));
        lanes.fill(coeffs, first, count, frames, out.data(), stride);
        std::size_t wrong = 0;
        for (std::size_t k = 0; k < frames; ++k)
            for (std::size_t i = 0; i < count; ++i)
                wrong += std::bit_cast<std::uint64_t>(out[k * stride + i]) !=
                         std::bit_cast<std::uint64_t>(twins[first + i].next(coeffs));
        for (std::size_t k = 0; k < frames; ++k)
            for (std::size_t i = count; i < stride; ++i) wrong += !std::isnan(out[k * stride + i]); // not its to write
        return wrong;
    }
    std::size_t stride;
    NoiseLanes lanes;
    std::vector<OrnsteinUhlenbeck> twins;
};

TEST(NoiseLanes, every_target_gives_the_bits_of_the_scalar_noise) {
    for_each_lane_target([](const std::string& target) {
        SCOPED_TRACE(target);
        for (const std::size_t neurons : {1, 7, 8, 9, 100}) {
            Pair pair(neurons);
            EXPECT_EQ(pair.differing(0, neurons, 20000 / neurons), 0u) << neurons;
        }
    });
}

TEST(NoiseLanes, any_cut_of_time_and_any_start_gives_the_same_bits) {
    for_each_lane_target([](const std::string& target) {
        SCOPED_TRACE(target);
        Pair pair(24);
        for (const std::size_t frames : {1, 2, 3, 64, 5, 0, 7}) {
            pair.start(frames % 24,
                       frames + 99); // its neighbours may have a number to spare, it has none or the reverse
            EXPECT_EQ(pair.differing(0, 24, frames), 0u) << frames;
            EXPECT_EQ(pair.differing(3, 13, frames), 0u) << frames;
        }
    });
}

} // namespace
} // namespace soma::test
