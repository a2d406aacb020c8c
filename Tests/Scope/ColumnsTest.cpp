#include "Scope/Columns.h"
#include "Core/Limits.h"

#include "Core/Random.h"
#include "Scope/Raster.h"
#include "Scope/Rig.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <numeric>

namespace soma::scope::test {
namespace {

/// Columns in which the trace reaches `level`, or points at it.
int reaching(const Trace& trace, float level, double& x_px) {
    int found = 0;
    for (std::size_t i = 0; i < trace.columns.size(); ++i)
        if (trace.columns[i].filled && trace.columns[i].max >= level) {
            ++found;
            x_px = static_cast<double>(i);
        }
    for (const auto& point : trace.points)
        if (point.value >= level) {
            ++found;
            x_px = point.x_px;
        }
    return found;
}

struct Setting {
    double rate;
    double scale;
};

class OneSampleSpike : public testing::TestWithParam<Setting> {};

// The property: at any zoom, offset and width, a spike of one sample is in the picture once, where it belongs.
TEST_P(OneSampleSpike, IsVisibleAtAnyZoom) {
    const auto [rate, scale] = GetParam();
    Rig rig(rate);
    rig.feed.time_scale = scale;
    const double step_s = scale / rate;
    const std::int64_t spike = 123457;
    Signal signal;
    signal.voltage_mv = [=](double t) { return std::llround(t / step_s) == spike ? 30.0 : -70.0; };
    signal.current_pa = signal.voltage_mv;
    rig.run(signal, static_cast<std::int64_t>(8 * rate));
    const double spike_s = static_cast<double>(spike) * step_s, all_s = rig.history.end_s();
    SplitMix64 random(1);
    Trace trace;
    for (int round = 0; round < 4000; ++round) {
        Window window;
        window.width_px = 50 + static_cast<int>(random.below(4000));
        window.span_s = 3.0 * step_s * std::pow(all_s / step_s, random.unit());
        window.start_s = spike_s - window.span_s * (0.001 + 0.998 * random.unit());
        const auto lane = round % 2 == 0 ? Lane::voltage : Lane::current;
        draw_trace(rig.history, lane, window, {}, trace);
        double x_px = -1.0;
        // The held current stands at its value from the sample to the next one: two breakpoints.
        const int expected = lane == Lane::current && trace.columns.empty() ? 2 : 1;
        ASSERT_EQ(reaching(trace, 30.0f, x_px), expected)
            << "span " << window.span_s << " start " << window.start_s << " width " << window.width_px;
        if (lane == Lane::voltage) {
            const double exact_px = window.x_px(spike_s);
            if (trace.columns.empty())
                ASSERT_NEAR(window.time_s(x_px), spike_s, 1e-9 * scale);
            else
                ASSERT_NEAR(x_px + 0.5, exact_px, 0.5001); // its own column, up to rounding at the border
        }
        ASSERT_EQ(trace.max, 30.0f);
    }
}

// A threshold reached only inside a sample, between two samples that both lie far below it.
TEST_P(OneSampleSpike, InstantInsideASampleIsVisibleAtAnyZoom) {
    const auto [rate, scale] = GetParam();
    Rig rig(rate);
    rig.feed.time_scale = scale;
    const double step_s = scale / rate;
    Signal signal;
    signal.resets = true;
    const double spike_s = (54321.0 + 0.37) * step_s;
    signal.spikes_s = {{spike_s}};
    rig.run(signal, static_cast<std::int64_t>(4 * rate));
    SplitMix64 random(2);
    Trace trace;
    for (int round = 0; round < 2000; ++round) {
        Window window;
        window.width_px = 50 + static_cast<int>(random.below(3000));
        window.span_s = 3.0 * step_s * std::pow(rig.history.end_s() / step_s, random.unit());
        window.start_s = spike_s - window.span_s * (0.001 + 0.998 * random.unit());
        const auto peak = round % 2 == 0 ? std::optional(40.0f) : std::nullopt;
        draw_trace(rig.history, Lane::voltage, window, peak, trace);
        double x_px = -1.0;
        ASSERT_EQ(reaching(trace, peak ? -10.0f : -50.0f, x_px), 1)
            << "span " << window.span_s << " start " << window.start_s << " width " << window.width_px;
        ASSERT_EQ(trace.max, peak ? -10.0f : -50.0f);
        if (trace.columns.empty())
            ASSERT_NEAR(window.time_s(x_px), spike_s, 1e-9);
        else // in coarse columns a breakpoint goes with its sample, less than 1/64 column away
            ASSERT_NEAR(x_px + 0.5, window.x_px(spike_s), 0.52);
    }
}

INSTANTIATE_TEST_SUITE_P(Rates, OneSampleSpike,
                         testing::Values(Setting{44100.0, 1.0}, Setting{192000.0, 1.0}, Setting{48000.0, 0.02},
                                         Setting{48000.0, 1000.0}));

TEST(Columns, AreTheMinimaAndMaximaOfTheirSamples) {
    Rig rig(48000.0);
    SplitMix64 random(5);
    std::vector<float> values;
    Signal signal;
    signal.voltage_mv = [&](double) {
        values.push_back(static_cast<float>(random.unit() * 100.0 - 90.0));
        return static_cast<double>(values.back());
    };
    rig.run(signal, 1'500'000);
    Trace trace;
    for (int round = 0; round < 300; ++round) {
        Window window;
        window.width_px = 10 + static_cast<int>(random.below(1500));
        window.span_s = window.width_px / 48000.0 * std::pow(10.0, 0.01 + random.unit() * 2.5);
        window.start_s = 5.0 + random.unit() * 20.0;
        draw_trace(rig.history, Lane::voltage, window, {}, trace);
        ASSERT_EQ(std::ssize(trace.columns), window.width_px);
        std::int64_t sample = rig.history.sample_at_or_after(window.start_s);
        for (int i = 0; i < window.width_px; ++i) {
            const auto end = rig.history.sample_at_or_after(window.time_s(i + 1));
            const auto& column = trace.columns[static_cast<std::size_t>(i)];
            if (end > rig.history.end_sample() - 1) break;
            ASSERT_TRUE(column.filled);
            ASSERT_LT(sample, end) << "no column without samples";
            const auto from = values.begin() + sample, to = values.begin() + end;
            const auto min = std::min_element(from, to), max = std::max_element(from, to);
            ASSERT_EQ(column.min, *min);
            ASSERT_EQ(column.max, *max);
            ASSERT_EQ(column.first, *from);
            ASSERT_EQ(column.last, *(to - 1));
            if (min != max) {
                ASSERT_EQ(column.min_first, min < max);
            }
            sample = end;
        }
    }
}

TEST(Columns, LeaveOutWhatIsNotKnown) {
    Rig rig(48000.0);
    Signal signal;
    rig.run(signal, 48000);
    rig.feed.skip(48000); // lost
    rig.run(signal, 48000);
    Trace trace;
    draw_trace(rig.history, Lane::voltage, {-1.0, 5.0, 500}, {}, trace);
    const auto filled = [&](double second) {
        return trace.columns[static_cast<std::size_t>((second + 1.0) * 100)].filled;
    };
    EXPECT_FALSE(filled(-0.5));
    EXPECT_TRUE(filled(0.5));
    EXPECT_FALSE(filled(1.5));
    EXPECT_TRUE(filled(2.5));
    EXPECT_FALSE(filled(3.5));
    draw_trace(rig.history, Lane::voltage, {0.9999, 0.0002, 500}, {}, trace);
    EXPECT_TRUE(trace.columns.empty());
    EXPECT_LT(trace.points.back().x_px, 251.0) << "the line ends where the gap begins";
    draw_trace(rig.history, Lane::voltage, {10.0, 1.0, 500}, {}, trace);
    EXPECT_TRUE(trace.empty);
}

TEST(Columns, AreBridgedWhereTheTimeScaleMakesSamplesRare) {
    Rig rig(48000.0);
    Signal signal;
    signal.voltage_mv = [](double t) { return -70.0 + t; };
    rig.run(signal, 48000);
    rig.feed.time_scale = 1000.0;
    rig.run(signal, 480); // 10 s of model time
    Trace trace;
    draw_trace(rig.history, Lane::voltage, {0.0, 10.0, 2000}, {}, trace);
    ASSERT_EQ(trace.columns.size(), 2000u);
    for (std::size_t i = 0; i < 1990; ++i) {
        ASSERT_TRUE(trace.columns[i].filled) << i;
        ASSERT_NEAR(trace.columns[i].min, -70.0 + static_cast<double>(i) / 200.0, 0.006) << i;
    }
}

TEST(Columns, DrawTheCurrentAsItIsHeld) {
    Rig rig(48000.0);
    Signal signal;
    signal.current_pa = [](double t) { return t > 100.5 / 48000.0 ? 50.0 : 0.0; };
    rig.run(signal, 4800);
    Trace trace;
    draw_trace(rig.history, Lane::current, {99.0 / 48000.0, 4.0 / 48000.0, 400}, {}, trace);
    bool vertical = false;
    for (std::size_t i = 1; i < trace.points.size(); ++i)
        if (trace.points[i].value != trace.points[i - 1].value) {
            EXPECT_EQ(trace.points[i].x_px, trace.points[i - 1].x_px);
            EXPECT_NEAR(trace.points[i].x_px, 200.0, 1e-6); // sample 101
            vertical = true;
        }
    EXPECT_TRUE(vertical);
}

TEST(Raster, PutsTicksAtTheirExactPlace) {
    Rig rig(48000.0);
    Signal signal;
    signal.spikes_s.resize(20);
    SplitMix64 random(9);
    std::size_t total = 0;
    for (auto& neuron : signal.spikes_s) {
        for (double t = random.unit(); t < 1.9; t += 0.02 + 0.05 * random.unit()) neuron.push_back(t);
        total += neuron.size();
    }
    rig.run(signal, 96000);
    const Window window{0.0, 2.0, 1000};
    Raster raster;
    draw_raster(rig.history, window, 20, raster);
    EXPECT_EQ(raster.rows, limits::raster_rows);
    ASSERT_TRUE(raster.has_density);
    EXPECT_EQ(std::accumulate(raster.density.begin(), raster.density.end(), 0u), total);
    for (std::size_t row = 0; row < limits::raster_rows; ++row) {
        ASSERT_EQ(raster.ticks_px[row].size(), signal.spikes_s[row].size());
        for (std::size_t n = 0; n < raster.ticks_px[row].size(); ++n)
            ASSERT_NEAR(raster.ticks_px[row][n], signal.spikes_s[row][n] * 500.0, 1e-4); // float, 1000 px
    }
    draw_raster(rig.history, window, 3, raster);
    EXPECT_EQ(raster.rows, 3);
    EXPECT_FALSE(raster.has_density);
    EXPECT_TRUE(raster.ticks_px[3].empty());
}

TEST(Raster, DrawsOneTickAColumnAtMostAndMissesNone) {
    Rig rig(48000.0);
    const auto signal = regular(3000.0, 2.0);
    rig.run(signal, 96000);
    const Window window{0.25 + 1.0 / 6000.0, 1.0, 300}; // spikes fall inside columns, not on their borders
    Raster raster;
    draw_raster(rig.history, window, 1, raster);
    ASSERT_EQ(raster.ticks_px[0].size(), 300u);
    for (std::size_t i = 0; i < 300; ++i)
        ASSERT_EQ(static_cast<std::size_t>(std::floor(raster.ticks_px[0][i] + 1e-3f)), i);
}

} // namespace
} // namespace soma::scope::test
