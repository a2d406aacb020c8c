#include "Scope/Scope.h"

#include "Scope/Feed.h"

#include <gtest/gtest.h>

#include <memory>

namespace soma::scope::test {
namespace {

struct Bench {
    std::unique_ptr<TraceTap> tap = std::make_unique<TraceTap>();
    std::unique_ptr<Scope> scope = std::make_unique<Scope>(*tap);
    Feed feed{*tap, 48000.0};

    void run(const Signal& signal, double seconds) {
        for (int frame = 0; frame < std::lround(seconds * 60.0); ++frame) {
            feed.run(signal, 800);
            scope->update();
        }
    }
};

TEST(Scope, SubscribesOnlyWhileItLives) {
    Bench bench;
    EXPECT_TRUE(bench.tap->subscribed());
    bench.run(regular(50.0, 10.0), 0.1);
    bench.scope.reset();
    EXPECT_FALSE(bench.tap->subscribed());
    bench.feed.run(regular(50.0, 10.0), 4800);
    bench.scope = std::make_unique<Scope>(*bench.tap);
    EXPECT_FALSE(bench.scope->update() && !bench.scope->live().empty()) << "nothing is left over from before";
    bench.run(regular(50.0, 10.0), 0.5);
    EXPECT_NEAR(bench.scope->live().oldest_s(), 0.2, 1e-6);
}

TEST(Scope, HasNothingToShowBeforeTheFirstSample) {
    Bench bench;
    const auto& frame = bench.scope->frame(300);
    EXPECT_TRUE(frame.blank);
    EXPECT_TRUE(frame.voltage.empty);
    EXPECT_FALSE(frame.last_mv);
    EXPECT_FALSE(bench.scope->statistics().rate_per_s);
    bench.scope->freeze(true);
    EXPECT_TRUE(bench.scope->frame(300).blank);
    EXPECT_EQ(bench.scope->scroll_limit_s(), 0.0);
    bench.scope->freeze(false);
}

void expect_same_picture(const ScopeFrame& a, const ScopeFrame& b) {
    EXPECT_EQ(a.window, b.window);
    ASSERT_EQ(a.voltage.columns.size(), b.voltage.columns.size());
    for (std::size_t i = 0; i < a.voltage.columns.size(); ++i) {
        ASSERT_EQ(a.voltage.columns[i].filled, b.voltage.columns[i].filled);
        ASSERT_EQ(a.voltage.columns[i].min, b.voltage.columns[i].min);
        ASSERT_EQ(a.voltage.columns[i].max, b.voltage.columns[i].max);
    }
    EXPECT_EQ(a.raster.ticks_px[0], b.raster.ticks_px[0]);
}

TEST(Scope, FreezeHoldsThePictureWhileAcquisitionGoesOn) {
    Bench bench;
    ScopeSettings settings;
    settings.time_base = TimeBase(100.0);
    bench.scope->set(settings);
    bench.run(regular(7.0, 200.0), 40.0);
    bench.scope->freeze(true);
    const ScopeFrame frozen = bench.scope->frame(500);
    EXPECT_EQ(frozen.state, ScopeState::frozen);
    EXPECT_NEAR(*frozen.held_for_s, 0.0, 1e-9);
    bench.run(regular(7.0, 200.0), 45.0); // longer than the history
    const ScopeFrame later = bench.scope->frame(500);
    expect_same_picture(frozen, later);
    EXPECT_NEAR(*later.held_for_s, 45.0, 1e-9);
    EXPECT_NEAR(bench.scope->live().end_s(), 85.0, 0.01) << "acquisition went on";
    EXPECT_NEAR(*bench.scope->statistics().rate_per_s, 7.0, 0.6) << "the footer stays live";

    // Scroll-back: 30 s before the frozen instant are still there.
    EXPECT_EQ(frozen.visible_spikes, 7);
    const double limit_s = bench.scope->scroll_limit_s();
    EXPECT_GE(limit_s + frozen.window.span_s, 29.9);
    bench.scope->scroll_back(1000.0);
    const ScopeFrame oldest = bench.scope->frame(500);
    EXPECT_NEAR(oldest.window.start_s, frozen.window.start_s - limit_s, 1e-6);
    EXPECT_TRUE(oldest.voltage.columns[5].filled);
    EXPECT_GE(oldest.raster.ticks_px[0].size(), 6u);
    bench.scope->scroll_back(0.0);
    expect_same_picture(frozen, bench.scope->frame(500));

    bench.scope->freeze(false);
    EXPECT_NEAR(bench.scope->frame(500).window.end_s(), 85.0, 0.01);
    EXPECT_EQ(bench.scope->scroll_limit_s(), 0.0);
}

TEST(Scope, FrozenPictureZoomsIntoWhatItHeld) {
    Bench bench;
    ScopeSettings settings;
    settings.time_base = TimeBase(20.0);
    bench.scope->set(settings);
    bench.run(regular(10.0, 200.0), 2.05);
    bench.scope->freeze(true);
    bench.run(Signal{}, 35.0);
    settings.time_base = TimeBase(0.001); // 10 µs across: less than a sample
    bench.scope->set(settings);
    const auto& frame = bench.scope->frame(1000);
    ASSERT_TRUE(frame.triggered);
    EXPECT_NEAR(frame.zero_s * 10.0, std::round(frame.zero_s * 10.0), 1e-8);
    ASSERT_TRUE(frame.voltage.columns.empty());
    bool edge = false;
    for (std::size_t i = 1; i < frame.voltage.points.size(); ++i)
        if (frame.voltage.points[i - 1].value == -50.0f && frame.voltage.points[i].value == -65.0f) {
            edge = true;
            EXPECT_NEAR(frame.window.time_s(frame.voltage.points[i].x_px), frame.zero_s, 1e-9);
            EXPECT_NEAR(frame.voltage.points[i].x_px, 100.0, 0.1) << "the pre-trigger's place, a tenth of the width";
        }
    EXPECT_TRUE(edge);
}

TEST(Scope, AsksForARepaintOnlyWhenThePictureMoves) {
    Bench bench;
    ScopeSettings settings;
    settings.time_base = TimeBase(5.0);
    bench.scope->set(settings);
    int repaints = 0, frames = 0;
    const auto signal = regular(2.0, 200.0);
    bench.run(signal, 1.0);
    bench.scope->frame(500);
    for (; frames < 240; ++frames) { // 4 s, 8 spikes
        bench.feed.run(signal, 800);
        if (!bench.scope->update()) continue;
        ++repaints;
        bench.scope->frame(500);
    }
    EXPECT_GE(repaints, 8);
    EXPECT_LE(repaints, 8 * 6) << "a sweep that is complete is not drawn again";
    bench.scope->freeze(true);
    bench.scope->frame(500);
    bench.feed.run(signal, 800);
    EXPECT_FALSE(bench.scope->update());
    settings.time_base.move(1);
    bench.scope->set(settings);
    EXPECT_TRUE(bench.scope->update());
}

TEST(Scope, PreTriggerMovesTimeZero) {
    Bench bench;
    ScopeSettings settings;
    settings.time_base = TimeBase(10.0);
    for (const double part : {0.0, 0.3, 1.0}) {
        settings.pre_trigger = part;
        bench.scope->set(settings);
        bench.run(regular(10.0, 100.0), 1.0);
        const auto& frame = bench.scope->frame(1000);
        ASSERT_TRUE(frame.triggered);
        EXPECT_NEAR(frame.window.x_px(frame.zero_s), 1000.0 * part, 1e-6);
    }
}

TEST(Scope, TimesAreModelTimes) {
    Bench bench;
    bench.feed.time_scale = 0.1;
    ScopeSettings settings;
    settings.time_base = TimeBase(2.0); // 20 ms of the model, 0.2 s of the room
    bench.scope->set(settings);
    bench.run(regular(100.0, 100.0), 3.0);
    const auto& frame = bench.scope->frame(800);
    EXPECT_NEAR(frame.time_scale, 0.1, 1e-12);
    EXPECT_EQ(frame.state, ScopeState::triggered);
    EXPECT_NEAR(frame.zero_s * 100.0, std::round(frame.zero_s * 100.0), 1e-7);
    EXPECT_NEAR(bench.scope->live().end_s(), 0.3, 1e-3);
    EXPECT_NEAR(*bench.scope->statistics().rate_per_s, 100.0, 5.0);
}

} // namespace
} // namespace soma::scope::test
