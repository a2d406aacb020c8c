#include "Scope/Trigger.h"

#include "Scope/Feed.h"
#include "Scope/Scope.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace soma::scope::test {
namespace {

constexpr double rate = 48000.0;
constexpr std::int64_t samples_per_frame = 800; // 60 frames a second

struct Screen {
    std::unique_ptr<TraceTap> tap = std::make_unique<TraceTap>();
    Scope scope{*tap};
    Feed feed{*tap, rate};

    /// Runs frame by frame; `look(frame, now_s)` after each.
    template <class Look>
    void run(const Signal& signal, double seconds, Look look) {
        const auto frames = static_cast<int>(std::lround(seconds * rate / samples_per_frame));
        for (int n = 0; n < frames; ++n) {
            feed.run(signal, samples_per_frame);
            scope.update();
            look(scope.frame(400), feed.model_s());
        }
    }
    void run(const Signal& signal, double seconds) {
        run(signal, seconds, [](const ScopeFrame&, double) {});
    }
};

ScopeSettings settings(TriggerMode mode, TriggerSource source, double ms_per_division) {
    ScopeSettings result;
    result.time_base = TimeBase(ms_per_division);
    result.trigger.mode = mode;
    result.trigger.source = source;
    result.trigger.level = -55.0;
    result.trigger.hysteresis = 0.5;
    return result;
}

struct Case {
    double rate_per_s;
    double ms_per_division;
    TriggerSource source;
};

class TriggerAtFiringRate : public testing::TestWithParam<Case> {};

/// `regular` crosses −55 mV upward two thirds of an interval after each reset.
double lead_s(const Case& c) { return c.source == TriggerSource::voltage ? 1.0 / c.rate_per_s / 3.0 : 0.0; }

TEST_P(TriggerAtFiringRate, AutoStandsStillOnEverySpike) {
    const auto& c = GetParam();
    Screen screen;
    screen.scope.set(settings(TriggerMode::automatic, c.source, c.ms_per_division));
    const auto signal = regular(c.rate_per_s, 20.0);
    std::set<long> shown;
    screen.run(signal, 15.0, [&](const ScopeFrame& frame, double now_s) {
        if (now_s < 1.05 / c.rate_per_s) return; // from the first spike on
        ASSERT_EQ(frame.state, ScopeState::triggered) << "at " << now_s;
        ASSERT_TRUE(frame.triggered);
        const double spikes = (frame.zero_s + lead_s(c)) * c.rate_per_s;
        // V is stored in float: 4 µV at −55 mV, of a slope of 15 mV an interval.
        const double tolerance = c.source == TriggerSource::voltage ? 1e-6 : 1e-9 * c.rate_per_s;
        ASSERT_NEAR(spikes, std::round(spikes), tolerance) << "not on a spike at " << now_s;
        ASSERT_FALSE(frame.blank);
        shown.insert(std::lround(spikes));
    });
    // No sweep is skipped while spikes are rarer than sweeps and frames.
    const double sweep_s = 0.9 * c.ms_per_division * 10e-3;
    if (c.rate_per_s * (sweep_s + 0.1) < 1.0) {
        EXPECT_GE(static_cast<double>(shown.size()), std::floor(15.0 * c.rate_per_s) - 1.0);
    } else {
        EXPECT_GE(static_cast<double>(shown.size()), 15.0 / (sweep_s + 1.0 / c.rate_per_s + 0.04) - 2.0);
    }
}

TEST_P(TriggerAtFiringRate, NormalWaitsThenShowsTheSame) {
    const auto& c = GetParam();
    Screen screen;
    screen.scope.set(settings(TriggerMode::normal, c.source, c.ms_per_division));
    Signal rest;
    screen.run(rest, 3.0, [](const ScopeFrame& frame, double) {
        ASSERT_EQ(frame.state, ScopeState::waiting);
        ASSERT_TRUE(frame.blank);
        ASSERT_TRUE(frame.waiting_peak_mv.has_value());
        ASSERT_NEAR(*frame.waiting_peak_mv, -70.0, 1e-5);
    });
    const auto signal = regular(c.rate_per_s, 20.0);
    screen.run(signal, 9.0, [&](const ScopeFrame& frame, double now_s) {
        if (now_s < 3.1 + 1.05 / c.rate_per_s) return; // the change of signals may cross the level too
        ASSERT_EQ(frame.state, ScopeState::triggered) << "at " << now_s;
        const double spikes = (frame.zero_s + lead_s(c)) * c.rate_per_s;
        ASSERT_NEAR(spikes, std::round(spikes), 1e-5);
    });
}

INSTANTIATE_TEST_SUITE_P(Rates, TriggerAtFiringRate,
                         testing::Values(Case{0.5, 20.0, TriggerSource::spike}, Case{1.0, 20.0, TriggerSource::spike},
                                         Case{4.5, 20.0, TriggerSource::spike}, Case{50.0, 20.0, TriggerSource::spike},
                                         Case{0.5, 1.0, TriggerSource::spike}, Case{4.5, 0.1, TriggerSource::spike},
                                         Case{50.0, 1.0, TriggerSource::spike}, Case{0.5, 20.0, TriggerSource::voltage},
                                         Case{1.0, 5.0, TriggerSource::voltage},
                                         Case{4.5, 20.0, TriggerSource::voltage},
                                         Case{50.0, 2.0, TriggerSource::voltage}),
                         [](const auto& made) {
                             return std::to_string(std::lround(made.param.rate_per_s * 10)) + "dHz_" +
                                    std::to_string(std::lround(made.param.ms_per_division * 10)) + "x100us_" +
                                    (made.param.source == TriggerSource::spike ? "spike" : "voltage");
                         });

TEST(Trigger, AutoRunsFreelyBeforeTheFirstAndLongAfterTheLastSpike) {
    Screen screen;
    screen.scope.set(settings(TriggerMode::automatic, TriggerSource::spike, 20.0));
    Signal once;
    once.spikes_s = {{1.0}};
    screen.run(once, 6.0, [](const ScopeFrame& frame, double now_s) {
        const bool expected = now_s > 1.01 && now_s < 3.49;
        const bool between = now_s > 0.98 && now_s < 3.52;
        if (expected == between) {
            EXPECT_EQ(frame.state, expected ? ScopeState::triggered : ScopeState::automatic) << now_s;
        }
        if (frame.state == ScopeState::automatic) {
            EXPECT_NEAR(frame.window.end_s(), now_s, 0.003) << "the newest is at the right edge";
        }
        EXPECT_FALSE(frame.blank);
    });
}

TEST(Trigger, AutoRollsFromHalfASecondOfRealTime) {
    for (const double scale : {0.1, 1.0, 10.0}) {
        Screen screen;
        screen.feed.time_scale = scale;
        for (const double ms : {20.0, 50.0}) {
            screen.scope.set(settings(TriggerMode::automatic, TriggerSource::spike, ms * scale));
            screen.run(regular(20.0 / scale, 100.0), 2.0);
            EXPECT_EQ(screen.scope.state(), ms < 50.0 ? ScopeState::triggered : ScopeState::rolling) << scale;
        }
        screen.scope.set(settings(TriggerMode::normal, TriggerSource::spike, 50.0 * scale));
        screen.run(regular(20.0 / scale, 100.0), 1.0);
        EXPECT_EQ(screen.scope.state(), ScopeState::triggered) << "Normal never rolls";
    }
}

TEST(Trigger, RollingPictureMovesByWholeColumns) {
    Screen screen;
    screen.scope.set(settings(TriggerMode::automatic, TriggerSource::spike, 100.0));
    const double column_s = 1.0 / 400.0;
    screen.run(regular(7.0, 10.0), 3.0, [&](const ScopeFrame& frame, double now_s) {
        const double columns = frame.window.start_s / column_s;
        EXPECT_NEAR(columns, std::round(columns), 1e-6);
        EXPECT_LE(frame.window.end_s(), now_s + 1e-9);
        EXPECT_GT(frame.window.end_s(), now_s - column_s - 0.003);
    });
}

TEST(Trigger, SingleTakesOneAndKeepsItWhenHistoryHasForgottenIt) {
    Screen screen;
    screen.scope.set(settings(TriggerMode::single, TriggerSource::spike, 5.0));
    Signal rest;
    screen.run(rest, 0.5);
    EXPECT_EQ(screen.scope.state(), ScopeState::armed);
    const auto signal = regular(4.0, 100.0);
    screen.run(signal, 1.0);
    EXPECT_EQ(screen.scope.state(), ScopeState::stopped);
    const auto caught = screen.scope.frame(400);
    EXPECT_NEAR(caught.zero_s, 0.75, 1e-9);
    screen.run(signal, 40.1);
    EXPECT_GT(screen.scope.live().oldest_s(), 5.0);
    const auto& later = screen.scope.frame(400);
    EXPECT_EQ(later.zero_s, caught.zero_s);
    ASSERT_EQ(later.voltage.columns.size(), caught.voltage.columns.size());
    for (std::size_t i = 0; i < caught.voltage.columns.size(); ++i) {
        EXPECT_EQ(later.voltage.columns[i].max, caught.voltage.columns[i].max);
        EXPECT_EQ(later.voltage.columns[i].filled, caught.voltage.columns[i].filled);
    }
    ASSERT_TRUE(later.held_for_s.has_value());
    EXPECT_NEAR(*later.held_for_s, 40.8, 0.1);

    screen.scope.arm_single();
    screen.scope.update();
    EXPECT_EQ(screen.scope.state(), ScopeState::armed);
    EXPECT_EQ(screen.scope.frame(400).zero_s, caught.zero_s) << "the picture stays until the next trigger";
    screen.run(signal, 1.0);
    EXPECT_EQ(screen.scope.state(), ScopeState::stopped);
    EXPECT_NEAR(screen.scope.frame(400).zero_s, 41.75, 1e-9);
}

TEST(Trigger, NormalKeepsItsLastSweepWhenHistoryHasForgottenIt) {
    Screen screen;
    screen.scope.set(settings(TriggerMode::normal, TriggerSource::spike, 5.0));
    Signal once = regular(1.0, 1.5); // one spike at 1 s
    screen.run(once, 50.0);
    EXPECT_EQ(screen.scope.state(), ScopeState::waiting);
    const auto& frame = screen.scope.frame(400);
    EXPECT_FALSE(frame.blank);
    EXPECT_NEAR(frame.zero_s, 1.0, 1e-9);
    EXPECT_TRUE(frame.voltage.columns[10].filled);
}

TEST(Trigger, TakesTheEdgeBetweenSamplesByTheLine) {
    for (const auto edge : {Edge::rising, Edge::falling}) {
        Screen screen;
        auto wanted = settings(TriggerMode::normal, TriggerSource::voltage, 1.0);
        wanted.trigger.edge = edge;
        wanted.trigger.level = 3.0;
        screen.scope.set(wanted);
        Signal sine;
        sine.voltage_mv = [](double t) { return 100.0 * std::sin(2.0 * M_PI * 10.0 * t); };
        screen.run(sine, 1.0);
        const double rising_s = std::asin(0.03) / (2.0 * M_PI * 10.0);
        const double expected_s = edge == Edge::rising ? rising_s : 0.05 - rising_s;
        const double phase = screen.scope.frame(100).zero_s - expected_s;
        // Between samples 21 µs apart the sine leaves the chord by 2·10⁻⁵ of 6283 mV/s: far below 1 ns; float 1 ns.
        EXPECT_NEAR(phase * 10.0, std::round(phase * 10.0), 2e-8);
    }
}

TEST(Trigger, HysteresisRefusesNoise) {
    for (const double hysteresis : {0.0, 2.0}) {
        auto tap = std::make_unique<TraceTap>();
        tap->subscribe(true);
        Feed feed(*tap, rate);
        TraceHistory history;
        Trigger trigger;
        TriggerSettings wanted;
        wanted.mode = TriggerMode::normal;
        wanted.source = TriggerSource::voltage;
        wanted.level = 0.0;
        wanted.hysteresis = hysteresis;
        trigger.set(wanted);
        trigger.advance(history, {}, {});
        Signal noisy; // 10 Hz with a ripple that crosses the level many times on each slope
        noisy.voltage_mv = [](double t) { return 10.0 * std::sin(62.83185307 * t) + std::sin(15000.0 * t); };
        for (int n = 0; n < 60; ++n) {
            feed.run(noisy, samples_per_frame);
            history.drain(*tap);
            trigger.advance(history, {1e-4, 0.0}, {});
        }
        if (hysteresis > 0.0)
            EXPECT_EQ(trigger.count(), 10u);
        else
            EXPECT_GT(trigger.count(), 20u);
    }
}

TEST(Trigger, HoldOffPicksTheFirstSpikeOfEachBurst) {
    Screen screen;
    auto wanted = settings(TriggerMode::normal, TriggerSource::spike, 0.5);
    wanted.trigger.hold_off_s = 0.1;
    screen.scope.set(wanted);
    Signal bursts;
    bursts.spikes_s.emplace_back();
    for (int burst = 1; burst < 30; ++burst)
        for (int n = 0; n < 5; ++n) bursts.spikes_s[0].push_back(burst * 0.2 + n * 0.01);
    screen.run(bursts, 5.0, [](const ScopeFrame& frame, double) {
        if (frame.blank) return;
        const double burst = frame.zero_s / 0.2;
        ASSERT_NEAR(burst, std::round(burst), 1e-8);
    });
}

TEST(Trigger, CurrentStepAndStimulusTriggerAtTheirInstant) {
    Signal steps;
    steps.current_pa = [](double t) { return std::fmod(t, 0.25) < 0.1 ? 100.0 : 0.0; };
    for (int n = 1; n < 20; ++n) steps.stimuli_s.push_back(n * 0.25);
    for (const auto source : {TriggerSource::current, TriggerSource::stimulus}) {
        Screen screen;
        auto wanted = settings(TriggerMode::normal, source, 5.0);
        wanted.trigger.level = 50.0;
        screen.scope.set(wanted);
        screen.run(steps, 3.0);
        const double step = screen.scope.frame(100).zero_s / 0.25;
        // The input is held: its edge is at the sample that changed, 12000 a step.
        EXPECT_NEAR(step, std::round(step), 1e-4);
    }
}

TEST(Trigger, DrawnPeakTriggersWhereItIsDrawn) {
    Screen screen;
    auto wanted = settings(TriggerMode::normal, TriggerSource::voltage, 5.0);
    wanted.trigger.level = -20.0; // V itself never exceeds −50 mV
    screen.scope.set(wanted);
    const auto signal = regular(10.0, 20.0);
    screen.run(signal, 1.0);
    EXPECT_TRUE(screen.scope.frame(100).blank);
    wanted.drawn_peak_mv = 40.0f;
    screen.scope.set(wanted);
    screen.run(signal, 1.0);
    const double spike = screen.scope.frame(100).zero_s * 10.0;
    EXPECT_NEAR(spike, std::round(spike), 1e-8);
}

TEST(Trigger, ShorterTimeBaseLooksAgainAtOnce) {
    Screen screen;
    screen.scope.set(settings(TriggerMode::normal, TriggerSource::spike, 2000.0)); // 18 s after the trigger
    const auto signal = regular(10.0, 20.0);
    screen.run(signal, 1.0);
    screen.scope.set(settings(TriggerMode::normal, TriggerSource::spike, 2.0));
    screen.run(signal, 1.0);
    EXPECT_GT(screen.scope.frame(100).zero_s, 1.7);
}

TEST(Trigger, StatesHaveTheirWords) {
    EXPECT_EQ(state_word(ScopeState::triggered), "Triggered");
    EXPECT_EQ(state_word(ScopeState::automatic), "Auto");
    EXPECT_EQ(state_word(ScopeState::rolling), "Rolling");
}

} // namespace
} // namespace soma::scope::test
