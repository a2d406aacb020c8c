#include "Sound/VoltageLowpass.h"

#include "Core/Random.h"
#include "Support/SimdTargets.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <gtest/gtest.h>
#include <numbers>
#include <vector>

namespace soma::sound {
namespace {

struct Cubic {
    double c0, c1, c2, c3;
    double value(double u) const { return c0 + u * (c1 + u * (c2 + u * c3)); }
    double slope(double u) const { return c1 + u * (2.0 * c2 + u * 3.0 * c3); }
    void put(VoltageLowpass& lowpass, double from, double to) const {
        lowpass.segment({from, to - from, value(from), slope(from), value(to), slope(to)});
    }
};

TEST(VoltageLowpass, AtRestStaysAtRest) {
    VoltageLowpass lowpass;
    lowpass.reset(-70.0);
    EXPECT_EQ(lowpass.output(), -70.0);
    for (int n = 0; n < 100000; ++n) {
        lowpass.whole_sample(-70.0, 0.0, -70.0, 0.0);
        ASSERT_NEAR(lowpass.tick(), -70.0, 1e-11); // rounding of a sum of six terms of some 100 mV
    }
}

TEST(VoltageLowpass, AnyCutOfASampleGivesTheSame) {
    VoltageLowpass whole, cut;
    SplitMix64 random(3);
    for (int n = 0; n < 20000; ++n) {
        const Cubic v{random.unit() - 70.0, random.unit(), random.unit(), random.unit()};
        whole.whole_sample(v.value(0.0), v.slope(0.0), v.value(1.0), v.slope(1.0));
        const double first = random.unit() * (n % 3 == 0 ? 1e-6 : 1.0), second = first + (1.0 - first) * random.unit();
        v.put(cut, 0.0, first);
        v.put(cut, first, second);
        v.put(cut, second, 1.0);
        ASSERT_NEAR(cut.tick(), whole.tick(), 1e-9) << first << ' ' << second; // 1e-9 mV: −230 dB of the reset
    }
}

/// A constant is filtered by its ends however short it is: 1/length³ must not do harm.
TEST(VoltageLowpass, AConstantMayBeCutAsShortAsOneLikes) {
    VoltageLowpass whole, cut;
    SplitMix64 random(4);
    for (const double v : {-70.0, 30.0})
        for (double shortest = 1.0; shortest > 1e-300; shortest *= 0.1)
            for (const double at : {0.0, 1.0}) {
                const double length = shortest * random.unit(), first = at * (1.0 - length) * random.unit();
                whole.whole_sample(v, 0.0, v, 0.0);
                cut.segment({0.0, first, v, 0.0, v, 0.0});
                cut.segment({first, length, v, 0.0, v, 0.0});
                cut.segment({first + length, 1.0 - (first + length), v, 0.0, v, 0.0});
                ASSERT_NEAR(cut.tick(), whole.tick(), 1e-10) << first << ' ' << length; // as at rest, of five ends
            }
}

TEST(VoltageLowpass, AJumpIsWhatItAdds) {
    VoltageLowpass jumping, sum;
    SplitMix64 random(5);
    for (int n = 0; n < 5000; ++n) {
        const double v = 100.0 * random.unit() - 80.0, jump = 20.0 * random.unit() - 10.0, cut = random.unit();
        jumping.segment({0.0, cut, v, 0.0, v, 0.0});
        jumping.segment({cut, 1.0 - cut, v + jump, 0.0, v + jump, 0.0});
        sum.whole_sample(v, 0.0, v, 0.0);
        sum.segment({cut, 1.0 - cut, jump, 0.0, jump, 0.0});
        ASSERT_NEAR(jumping.tick(), sum.tick(), 1e-9); // 1e-9 mV: −220 dB of a jump
    }
}

TEST(VoltageLowpass, TakesThePopulationAsOneSum) {
    // Two neurons, one of which fires within the sample: segments of both, or the smooth one as a whole sample.
    VoltageLowpass together, summed;
    SplitMix64 random(9);
    for (int n = 0; n < 5000; ++n) {
        const Cubic quiet{random.unit(), random.unit(), random.unit(), random.unit()}, rising{-60.0, 4.0, 1.0, 0.0};
        const double spike = random.unit();
        quiet.put(together, 0.0, 0.3);
        quiet.put(together, 0.3, 1.0);
        for (auto* lowpass : {&together, &summed}) {
            rising.put(*lowpass, 0.0, spike);
            lowpass->segment({spike, 1.0 - spike, -70.0, 0.0, -70.0, 0.0});
        }
        summed.whole_sample(quiet.value(0.0), quiet.slope(0.0), quiet.value(1.0), quiet.slope(1.0));
        ASSERT_NEAR(summed.tick(), together.tick(), 1e-9);
    }
}

/// Segments that nobody can keep are filtered one by one as they come.
TEST(VoltageLowpass, FiltersASegmentBeforeItsSampleAsWell) {
    VoltageLowpass kept, filtered;
    SplitMix64 random(10);
    const std::array<double, 1> none{};
    for (int n = 0; n < 2000; ++n) {
        std::vector<VoltageSegment> segments;
        const int count = 1 + static_cast<int>(random.below(40));
        for (int i = 0; i < count; ++i)
            segments.push_back({static_cast<double>(i) / count, 1.0 / count, 100.0 * random.unit(), random.unit(),
                                100.0 * random.unit(), random.unit()});
        const SegmentRun run{0, 1, 0, static_cast<std::uint32_t>(count)};
        VoltageModes sum{};
        for (const auto& segment : segments) VoltageLowpass::filter(segment, sum);
        std::array<double, 1> out{};
        kept.process({none, none, none, none, {&run, 1}, segments}, out);
        filtered.process({none, none, none, none, {}, {}, {&sum, 1}}, out);
        // The ends of segments that meet are added before they are filtered, or after: they cancel digits.
        ASSERT_NEAR(filtered.output(), kept.output(), 1e-6) << count;
    }
}

TEST(VoltageLowpass, PassesSlowVoltageWithThreeSamplesOfDelay) {
    // A sine of 0.02 cycles a sample, where a cubic between samples is exact to 1e-7.
    constexpr double w = 2.0 * std::numbers::pi * 0.02;
    VoltageLowpass lowpass;
    double in_phase = 0.0, quadrature = 0.0;
    constexpr int rows = 50 * 200, settle = 50 * 20;
    for (int n = 0; n < rows; ++n) {
        if (n >= settle) {
            in_phase += lowpass.output() * std::sin(w * n);
            quadrature += lowpass.output() * std::cos(w * n);
        }
        lowpass.whole_sample(std::sin(w * n), w * std::cos(w * n), std::sin(w * (n + 1)), w * std::cos(w * (n + 1)));
        lowpass.tick();
    }
    const double gain = 2.0 * std::hypot(in_phase, quadrature) / (rows - settle);
    const double delay = -std::atan2(quadrature, in_phase) / w;
    std::printf("    gain %.4f dB, delay %.3f samples\n", 20.0 * std::log10(gain), delay);
    EXPECT_NEAR(20.0 * std::log10(gain), 0.0, 0.02); // ripple of the design
    EXPECT_NEAR(delay, 2.88, 0.05);
}

/// Samples with no, one and many runs of segments, long, short and none at all, some of which share an instant.
struct VoltageSegments {
    std::vector<double> begin_mv, begin_slope, end_mv, end_slope;
    std::vector<SegmentRun> runs;
    std::vector<VoltageSegment> segments;

    explicit VoltageSegments(int samples) {
        SplitMix64 random(11);
        for (int n = 0; n < samples; ++n) {
            begin_mv.push_back(200.0 * random.unit() - 100.0);
            begin_slope.push_back(random.unit());
            end_mv.push_back(200.0 * random.unit() - 100.0);
            end_slope.push_back(random.unit());
            for (auto neuron = random.below(4); neuron > 0; --neuron) {
                const double shortest = n % 3 == 0 ? 1e-9 : 1.0, cut = random.unit() * shortest;
                const auto first = static_cast<std::uint32_t>(segments.size());
                runs.push_back({n, static_cast<std::int32_t>(neuron), first, 2});
                segments.push_back({0.0, cut, -60.0 + random.unit(), random.unit(), -52.0, 3.0 * random.unit()});
                const double held_mv = -60.0 + random.unit();
                segments.push_back({cut, 1.0 - cut, held_mv, 0.0, held_mv, 0.0});
                if (n % 2 == 0) std::swap(segments[first].begin_mv, segments[first + 1].begin_mv); // nor is it held
            }
        }
        runs.push_back({samples - 1, 9, static_cast<std::uint32_t>(segments.size()), 1});
        segments.push_back({0.5, 0.0, 1.0, 1.0, 1.0, 1.0});
    }
    VoltageLowpass::Input part(std::size_t from, std::size_t count, std::vector<SegmentRun>& own) const {
        own.clear();
        for (auto next : runs)
            if (next.sample >= static_cast<int>(from) && next.sample < static_cast<int>(from + count)) {
                next.sample -= static_cast<int>(from);
                own.push_back(next);
            }
        const auto row = [&](const std::vector<double>& all) { return std::span(all).subspan(from, count); };
        return {row(begin_mv), row(begin_slope), row(end_mv), row(end_slope), own, segments};
    }
};

TEST(VoltageLowpass, EveryTargetGivesTheBitsOfOneSampleAtATime) {
    constexpr int samples = 500;
    const VoltageSegments v(samples);
    std::vector<double> expected;
    VoltageLowpass lowpass;
    lowpass.reset(-65.0);
    auto run = v.runs.begin();
    for (std::size_t n = 0; n < samples; ++n) {
        expected.push_back(lowpass.output());
        lowpass.whole_sample(v.begin_mv[n], v.begin_slope[n], v.end_mv[n], v.end_slope[n]);
        for (; run != v.runs.end() && run->sample == static_cast<int>(n); ++run)
            for (const auto& segment : std::span(v.segments).subspan(run->first, run->count)) lowpass.segment(segment);
        lowpass.tick();
    }
    test::for_each_lane_target([&](const std::string& target) {
        for (const std::size_t block : {1, 7, 64, samples}) {
            VoltageLowpass vectors;
            vectors.reset(-65.0);
            std::vector<double> out(samples);
            std::vector<SegmentRun> own;
            for (std::size_t from = 0; from < samples; from += block) {
                const auto count = std::min(block, samples - from);
                vectors.process(v.part(from, count, own), std::span(out).subspan(from, count));
            }
            EXPECT_EQ(out, expected) << target << ", blocks of " << block;
            EXPECT_EQ(vectors.output(), lowpass.output()) << target;
        }
    });
}

} // namespace
} // namespace soma::sound
