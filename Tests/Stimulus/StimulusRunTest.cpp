#include "Engine/Engine.h"

#include <gtest/gtest.h>

#include <vector>

namespace soma::test {
namespace {

constexpr double rate_hz = 48000.0;

struct Bench {
    Engine engine;
    Snapshot values;

    Bench() {
        values.set(Id::stim_shape, 1.0); // step
        values.set(Id::stim_amplitude_pa, 5.0);
        values.set(Id::stim_delay_ms, 10.0);
        values.set(Id::stim_duration_ms, 2.0);
        values.set(Id::stim_period_ms, 20.0);
        engine.prepare(rate_hz, 480);
        engine.set(values);
        engine.reset();
    }

    /// Current of the next 10 ms.
    std::vector<double> ten_ms() {
        Block block;
        block.frames = 480;
        engine.process(block);
        const auto current = engine.current_pa();
        return {current.begin(), current.end()};
    }
};

/// 2 ms of 5 pA at 48 kHz.
const std::vector<double> stimulus = [] {
    std::vector<double> pa(480, 0.0);
    std::fill_n(pa.begin(), 96, 5.0);
    return pa;
}();
const std::vector<double> nothing(480, 0.0);

TEST(StimulusRun, RunsByItselfFromTheStart) {
    Bench bench;
    EXPECT_EQ(bench.ten_ms(), nothing);
    EXPECT_EQ(bench.ten_ms(), stimulus);
    EXPECT_EQ(bench.ten_ms(), nothing);
    EXPECT_EQ(bench.ten_ms(), stimulus);
}

TEST(StimulusRun, StopsAndBeginsAfreshWithItsDelay) {
    Bench bench;
    bench.engine.run_stimulus(false);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(bench.ten_ms(), nothing);
    bench.engine.run_stimulus(true);
    EXPECT_EQ(bench.ten_ms(), nothing);
    EXPECT_EQ(bench.ten_ms(), stimulus);
}

TEST(StimulusRun, GivesOneWhileStoppedAndRepeatsWhileRunning) {
    Bench bench;
    bench.engine.run_stimulus(false);
    bench.ten_ms();
    bench.engine.send_stimulus();
    EXPECT_EQ(bench.ten_ms(), stimulus);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(bench.ten_ms(), nothing);
    bench.engine.run_stimulus(true);
    bench.engine.send_stimulus();
    EXPECT_EQ(bench.ten_ms(), stimulus);
    EXPECT_EQ(bench.ten_ms(), nothing);
    EXPECT_EQ(bench.ten_ms(), stimulus);
}

TEST(StimulusRun, AResetKeepsItStopped) {
    Bench bench;
    bench.engine.run_stimulus(false);
    bench.engine.send_stimulus();
    bench.engine.reset();
    for (int i = 0; i < 4; ++i) EXPECT_EQ(bench.ten_ms(), nothing);
}

} // namespace
} // namespace soma::test
