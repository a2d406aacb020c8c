#include "Scope/Feed.h"

#include "Support/RealTimeGuard.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

namespace soma::scope::test {
namespace {

TEST(TraceTap, KeepsNothingWhileNobodySubscribes) {
    auto tap = std::make_unique<TraceTap>();
    Feed feed(*tap, 48000.0);
    feed.run(regular(50.0, 10.0), 480000);
    TracePacket packet;
    EXPECT_FALSE(tap->pop(packet));
    EXPECT_EQ(tap->dropped_packets(), 0u);
}

TEST(TraceTap, GivesTheSameHistoryForAnyBlockSize) {
    for (const int block : {1, 7, 64, 1000, 4096, 20000}) {
        auto tap = std::make_unique<TraceTap>();
        tap->subscribe(true);
        Feed feed(*tap, 48000.0, block);
        TraceHistory history;
        const auto signal = regular(997.0, 2.0);
        run_into(history, *tap, feed, signal, 48000);
        ASSERT_EQ(history.end_sample(), 48000) << block;
        EXPECT_EQ(history.lost_samples(), 0u);
        for (std::int64_t k = 0; k < 48000; k += 13)
            ASSERT_EQ(history.voltage_mv().at(k), static_cast<float>(signal.voltage_mv(static_cast<double>(k) / 48000)))
                << block << " at " << k;
        const auto& spikes = history.spikes_s();
        ASSERT_GE(spikes.size(), 996u) << block; // the 997th falls on the first sample that is not there
        for (std::int64_t n = 0; n < 996; ++n) ASSERT_NEAR(spikes[n], static_cast<double>(n + 1) / 997.0, 1e-9);
    }
}

TEST(TraceTap, RefusesWhenFullCountsAndLeavesAGap) {
    auto tap = std::make_unique<TraceTap>();
    tap->subscribe(true);
    Feed feed(*tap, 48000.0, 512);
    const auto signal = regular(50.0, 20.0);
    feed.run(signal, 480000); // 10 s without a reader
    EXPECT_GT(tap->dropped_packets(), 0u);
    TraceHistory history;
    history.drain(*tap);
    const auto kept = history.end_sample();
    EXPECT_GE(kept, 48000) << "one second fits";
    EXPECT_LT(kept, 480000);
    feed.run(signal, 4700);
    history.drain(*tap);
    EXPECT_GT(history.end_sample(), 480000);
    EXPECT_EQ(history.lost_samples(), static_cast<std::uint64_t>(480000 - kept));
    EXPECT_TRUE(std::isnan(history.voltage_mv().at(kept)));
    EXPECT_TRUE(std::isnan(history.voltage_mv().at(479999)));
    EXPECT_FALSE(std::isnan(history.voltage_mv().at(480000)));
    EXPECT_NEAR(history.known_since_s(), 10.0, 1e-9);
    EXPECT_NEAR(history.spikes_s().back(), 10.08, 1e-9) << "the time axis goes on through the gap";
}

TEST(TraceTap, BeginsCleanlyWhenTheScopeOpensAgain) {
    auto tap = std::make_unique<TraceTap>();
    tap->subscribe(true);
    Feed feed(*tap, 48000.0, 100); // leaves a packet half full
    const auto signal = regular(50.0, 20.0);
    TraceHistory history;
    run_into(history, *tap, feed, signal, 1000);
    tap->subscribe(false);
    feed.run(signal, 48000);
    tap->subscribe(true);
    run_into(history, *tap, feed, signal, 1000);
    EXPECT_EQ(history.end_sample(), 49984); // 50000 down to a whole packet
    EXPECT_FALSE(std::isnan(history.voltage_mv().at(49000)));
    EXPECT_TRUE(std::isnan(history.voltage_mv().at(48999)));
}

TEST(TraceTap, IsSafeOnTheAudioThread) {
    if (!soma::test::RealTimeGuard::available()) GTEST_SKIP() << "a sanitizer has its own allocator";
    auto tap = std::make_unique<TraceTap>();
    const std::vector<double> voltage(333, -70.0), current(333, 10.0);
    std::vector<SpikeEvent> spikes;
    std::vector<VoltageBreakpoint> breakpoints;
    for (int k = 0; k < 333; k += 2) {
        spikes.push_back({k, k % 40, 0.5});
        breakpoints.push_back({k, 0.5, -50.0, -65.0, true});
    }
    std::int64_t sample = 0;
    for (const bool open : {false, true}) { // open, but never read: until the queue is full and beyond
        tap->subscribe(open);
        const soma::test::RealTimeGuard guard;
        for (int block = 0; block < 2000; ++block, sample += 333)
            tap->push({voltage, current, spikes, breakpoints, spikes, sample, 48000.0, 1.0});
        EXPECT_EQ(guard.violations(), 0) << guard.first();
    }
    EXPECT_GT(tap->dropped_packets(), 0u);
}

// Every sample carries its own number; whatever is lost must be lost as a gap, and no spike outside a gap may be
// missing.
TEST(TraceTap, ServesTwoThreads) {
    constexpr std::int64_t total = 4'000'000;
    constexpr std::int64_t spike_every = 37;
    auto tap = std::make_unique<TraceTap>();
    tap->subscribe(true);
    std::atomic<bool> finished{false};
    std::thread audio([&] {
        std::vector<double> voltage, current;
        std::vector<SpikeEvent> spikes;
        std::int64_t sample = 0;
        for (int round = 0; sample < total; ++round) {
            const int count = 1 + (round * 131) % 700;
            voltage.clear();
            current.clear();
            spikes.clear();
            for (int k = 0; k < count; ++k) {
                voltage.push_back(static_cast<double>((sample + k) % 10007));
                current.push_back(static_cast<double>((sample + k) % 7919));
                if ((sample + k) % spike_every == 0) spikes.push_back({k, 0, 0.5});
            }
            tap->push({voltage, current, spikes, {}, {}, sample, 192000.0, 1.0});
            sample += count;
            if (round % 64 == 0) std::this_thread::yield();
        }
        finished = true;
    });
    TraceHistory history;
    std::int64_t wrong = 0, checked_to = 0, seen = 0;
    for (bool last_round = false; !last_round;) {
        last_round = finished;
        history.drain(*tap);
        for (; checked_to < history.end_sample(); ++checked_to) {
            const float voltage = history.voltage_mv().at(checked_to), current = history.current_pa().at(checked_to);
            if (std::isnan(voltage)) continue;
            ++seen;
            wrong += voltage != static_cast<float>(checked_to % 10007);
            wrong += current != static_cast<float>(checked_to % 7919);
            if (checked_to % spike_every == 0) {
                const double expected = (static_cast<double>(checked_to) + 0.5) / 192000.0;
                const auto at = history.spikes_s().lower_bound(expected - 1e-9);
                wrong += at == history.spikes_s().end() || std::abs(history.spikes_s()[at] - expected) > 1e-9;
            }
        }
    }
    audio.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_GT(seen, 0);
    EXPECT_EQ(static_cast<std::int64_t>(history.lost_samples()), checked_to - seen);
}

} // namespace
} // namespace soma::scope::test
