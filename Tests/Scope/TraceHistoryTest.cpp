#include "Scope/TraceHistory.h"
#include "Core/Limits.h"

#include "Core/Random.h"
#include "Membrane/Lif.h"
#include "Scope/Rig.h"
#include "Scope/TracePath.h"

#include <gtest/gtest.h>

#include <memory>

namespace soma::scope::test {
namespace {

/// V is the sample's own number modulo a prime, so that any mix-up shows.
Signal numbered(double sample_rate_hz) {
    Signal signal;
    signal.voltage_mv = [=](double t) { return std::fmod(std::round(t * sample_rate_hz), 9973.0); };
    return signal;
}

TEST(TraceHistory, KeepsThirtySecondsThroughWraps) {
    constexpr double rate = 44100.0;
    Rig rig(rate);
    rig.run(numbered(rate), static_cast<std::int64_t>(100.0 * rate));
    const auto& history = rig.history;
    const auto oldest = history.oldest_sample(), end = history.end_sample();
    EXPECT_GE(end - oldest, static_cast<std::int64_t>(30.0 * rate));
    for (auto k = oldest; k < end; k += 17)
        ASSERT_EQ(history.voltage_mv().at(k), static_cast<float>(k % 9973)) << "at " << k;
    SplitMix64 random(7);
    for (int round = 0; round < 2000; ++round) {
        const auto length = 1 + static_cast<std::int64_t>(std::pow(10.0, random.unit() * 4.5));
        const auto first = oldest + static_cast<std::int64_t>(random.below(end - oldest - length));
        Extent expected;
        for (auto k = first; k < first + length; ++k) expected.add(history.voltage_mv().at(k));
        const auto found = history.voltage_mv().extent(first, first + length);
        ASSERT_EQ(found.min, expected.min);
        ASSERT_EQ(found.max, expected.max);
        ASSERT_EQ(found.min_first, expected.min_first) << first << " + " << length;
    }
}

TEST(TraceHistory, FindsTheFirstSampleThatReachesALevel) {
    Rig rig(48000.0);
    Signal signal;
    signal.voltage_mv = [](double t) { return t < 20.123456 ? -70.0 + t : 10.0; };
    rig.run_seconds(signal, 25.0);
    const auto& voltage = rig.history.voltage_mv();
    const auto end = rig.history.end_sample();
    EXPECT_EQ(voltage.find(0, end, 0.0f, true), static_cast<std::int64_t>(std::ceil(20.123456 * 48000)));
    EXPECT_EQ(voltage.find(0, end, -60.0f, true), 480000);
    EXPECT_EQ(voltage.find(0, end, 20.0f, true), end);
    EXPECT_EQ(voltage.find(480000, end, -60.0f, false), 480000);
    EXPECT_EQ(voltage.find(480001, end, -60.0f, false), end);
}

TEST(TraceHistory, BoundsItsMemory) {
    Rig rig(192000.0, 4096);
    Signal signal = regular(20000.0, 80.0); // far more spikes than any list keeps
    signal.spikes_s.resize(3, signal.spikes_s[0]);
    rig.run_seconds(signal, 40.0);
    const auto after_wrap = rig.history.bytes();
    EXPECT_LT(after_wrap, 90u << 20);
    rig.run_seconds(signal, 35.0);
    EXPECT_EQ(rig.history.bytes(), after_wrap);
    EXPECT_GE(rig.history.spikes_s().size(), 1u << 18);

    Rig usual(48000.0);
    usual.run_seconds(regular(50.0, 60.0), 60.0);
    EXPECT_LT(usual.history.bytes(), 16u << 20);
    EXPECT_NEAR(static_cast<double>(usual.history.spikes_s().size()), 50.0 * 30.1, 5.0) << "older ones are forgotten";
}

TEST(TraceHistory, BeginsAnewAtAnotherSampleRateOrStart) {
    Rig rig(48000.0);
    rig.run(regular(50.0, 5.0), 48000);
    const auto before = rig.history.generation();
    Feed other(*rig.tap, 96000.0);
    run_into(rig.history, *rig.tap, other, numbered(96000.0), 9600);
    EXPECT_NE(rig.history.generation(), before);
    EXPECT_EQ(rig.history.sample_rate_hz(), 96000.0);
    EXPECT_EQ(rig.history.oldest_sample(), 0);
    EXPECT_TRUE(rig.history.spikes_s().empty());
    EXPECT_EQ(rig.history.voltage_mv().at(5000), 5000.0f);
}

TEST(TraceHistory, KeepsModelTimeThroughChangesOfTimeScale) {
    Rig rig(48000.0, 37);
    SplitMix64 random(3);
    Signal signal;
    signal.voltage_mv = [](double t) { return 100.0 * std::sin(t); };
    signal.spikes_s.emplace_back();
    for (double t = 0.01; t < 500.0; t += 0.5 + random.unit()) signal.spikes_s[0].push_back(t);
    for (int round = 0; round < 300; ++round) {
        rig.feed.time_scale = std::exp(random.unit() * 7.0 - 3.5); // 0.03 … 33
        rig.run(signal, static_cast<std::int64_t>(1 + random.below(3000)));
    }
    const auto& history = rig.history;
    // The feed adds up its blocks' durations: rounding of some thousand sums below 100 s.
    EXPECT_NEAR(history.end_s(), rig.feed.model_s(), 0.002) << "up to a packet that is not full yet";
    std::size_t expected = 0;
    while (signal.spikes_s[0][expected] < history.end_s()) ++expected;
    const auto& spikes = history.spikes_s();
    ASSERT_GE(spikes.size(), expected);
    ASSERT_GT(expected, 20u);
    for (std::size_t n = 0; n < expected; ++n)
        ASSERT_NEAR(spikes[static_cast<std::int64_t>(n)], signal.spikes_s[0][n], 1e-9);
    for (auto k = history.oldest_sample(); k < history.end_sample(); k += 101) {
        const double t = history.timeline().time_s(k);
        ASSERT_NEAR(history.voltage_mv().at(k), 100.0 * std::sin(t), 1e-5); // float: 4e-6 at 100 mV
        ASSERT_NEAR(history.timeline().position(t), static_cast<double>(k), 1e-6);
    }
}

// A time scale automated in every block would need a piece of time axis for each.
TEST(TraceHistory, BoundsThePiecesOfItsTimeAxis) {
    Rig rig(48000.0, 1);
    Signal signal;
    for (int round = 0; round < 100000; ++round) {
        rig.feed.time_scale = 1.0 + 0.5 * (round % 2);
        rig.feed.run(signal, 1);
        if (round % 256 == 0) rig.history.drain(*rig.tap);
    }
    rig.history.drain(*rig.tap);
    const auto kept = rig.history.end_sample() - rig.history.oldest_sample();
    EXPECT_LE(kept, 1 << 16);
    EXPECT_GT(kept, (1 << 16) - 4);
}

TEST(TraceHistory, CountsThePopulation) {
    Rig rig(48000.0, 480);
    Signal signal;
    SplitMix64 random(11);
    signal.spikes_s.resize(300);
    std::size_t total = 0;
    for (auto& neuron : signal.spikes_s) {
        for (double t = random.unit() * 0.1; t < 2.0; t += 0.01 + 0.1 * random.unit()) neuron.push_back(t);
        total += neuron.size();
    }
    rig.run(signal, 96000);
    const auto& history = rig.history;
    ASSERT_EQ(history.end_sample(), 96000);
    EXPECT_EQ(history.population_spikes(0, 96000), total);
    std::size_t in_second_half = 0;
    for (const auto& neuron : signal.spikes_s)
        for (const double t : neuron) in_second_half += t >= 1.0;
    EXPECT_EQ(history.population_spikes(48000, 96000), in_second_half); // 48000 is a multiple of 16
    for (int row = 0; row < limits::raster_rows; ++row)
        EXPECT_EQ(history.spikes_s(row).size(), signal.spikes_s[static_cast<std::size_t>(row)].size());
}

// The model itself, closed form beside it: what the scope shows of a spike is the model's own instant.
TEST(TraceHistory, ShowsSpikesAtTheirModelTime) {
    using membrane::Event, membrane::Lif;
    constexpr double rate = 44100.0, current_pa = 300.0;
    const Lif::Params cell{{100.0, -70.0}, 0.1, -50.0, -65.0, 2.0};
    const double tau_ms = 10.0, target_mv = -70.0 + 30.0;
    const double first_ms = tau_ms * std::log((target_mv + 70.0) / (target_mv + 50.0));
    const double period_ms = 2.0 + tau_ms * std::log((target_mv + 65.0) / (target_mv + 50.0));
    for (const double scale : {0.02, 1.0, 20.0}) {
        auto tap = std::make_unique<TraceTap>();
        tap->subscribe(true);
        TraceHistory history;
        const double step_ms = 1000.0 * scale / rate;
        const auto coeffs = Lif::prepare(cell, step_ms);
        auto state = Lif::reset(coeffs, {});
        std::int64_t sample = 0;
        for (int block = 0; block < 300; ++block) {
            std::vector<double> voltage, current(250, current_pa);
            std::vector<SpikeEvent> spikes;
            std::vector<VoltageBreakpoint> breakpoints;
            for (int k = 0; k < 250; ++k) {
                voltage.push_back(Lif::voltage_mv(coeffs, state));
                for (double left_ms = step_ms; left_ms > 0.0;) {
                    const auto segment = Lif::advance(coeffs, state, {current_pa}, left_ms);
                    left_ms -= segment.elapsed_ms;
                    if (segment.event == Event::none) break;
                    const double offset = std::min(1.0 - left_ms / step_ms, 1.0);
                    const bool spike = segment.event == Event::spike;
                    if (spike) spikes.push_back({k, 0, offset});
                    breakpoints.push_back({k, offset, segment.end_mv, Lif::voltage_mv(coeffs, state), spike});
                }
            }
            tap->push({voltage, current, spikes, breakpoints, {}, sample, rate, scale});
            sample += 250;
            history.drain(*tap);
        }
        const auto& spikes = history.spikes_s();
        ASSERT_GT(spikes.size(), 2u);
        for (auto n = spikes.begin(); n < spikes.end(); ++n)
            ASSERT_NEAR(spikes[n], (first_ms + static_cast<double>(n) * period_ms) * 1e-3, 1e-9) << "scale " << scale;
        // The drawn edge is vertical at that instant, from the threshold to the reset.
        std::int64_t edges = 0;
        double last_s = -1.0;
        float last_mv = 0.0f;
        walk_voltage(history, 0, history.end_sample(), {}, [&](double time_s, float mv) {
            if (time_s == last_s && last_mv == -50.0f && mv == -65.0f) {
                EXPECT_EQ(time_s, spikes[edges]);
                ++edges;
            }
            last_s = time_s;
            last_mv = mv;
        });
        EXPECT_EQ(edges, spikes.lower_bound(history.end_s())); // spikes are here before their samples
    }
}

} // namespace
} // namespace soma::scope::test
