#include "Stimulus/Stimulator.h"
#include "Core/Limits.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>

namespace soma::test {
namespace {

using namespace stimulus;

/// Mean current of each sample, in blocks of any size.
std::vector<double> means(const StimulatorSettings& settings, double step_ms, int frames, int block = 100) {
    Stimulator stimulator;
    stimulator.set(settings);
    Clock clock(step_ms);
    Current current;
    current.prepare(block);
    std::vector<double> result;
    for (int at = 0; at < frames; at += block) {
        const int now = std::min(block, frames - at);
        current.begin(now);
        stimulator.add_to(current, now, clock);
        current.finish();
        std::vector<double> part(current.held_pa().begin(), current.held_pa().end());
        for (const auto& jump : current.jumps())
            part[static_cast<std::size_t>(jump.sample)] += jump.delta_pa * (1.0 - jump.offset);
        result.insert(result.end(), part.begin(), part.end());
        clock.advance(now);
    }
    return result;
}

double charge(const std::vector<double>& pa, double step_ms) {
    return step_ms * std::accumulate(pa.begin(), pa.end(), 0.0);
}

StimulatorSettings pulses(Shape shape, double amplitude_pa, double delay_ms, double duration_ms, double period_ms,
                          int count) {
    StimulatorSettings s;
    s.shape = shape;
    s.amplitude_pa = amplitude_pa;
    s.delay_ms = delay_ms;
    s.duration_ms = duration_ms;
    s.period_ms = period_ms;
    s.count = count;
    return s;
}

TEST(Stimulator, a_pulse_shorter_than_a_sample_has_its_exact_charge_wherever_it_falls) {
    const double step_ms = 1000.0 / 48000.0;
    for (double delay_ms = 0.0; delay_ms < 0.1; delay_ms += 0.0071) {
        const auto pa = means(pulses(Shape::pulse, 29290.0, delay_ms, 0.02, 0.0, 0), step_ms, 50);
        EXPECT_NEAR(charge(pa, step_ms), 29290.0 * 0.02, 1e-9) << delay_ms; // rounding
    }
}

TEST(Stimulator, edges_on_the_grid_make_no_segments) {
    for (const double rate_hz : {44100.0, 48000.0, 96000.0, 192000.0}) {
        const double step_ms = 1000.0 / rate_hz;
        const auto pa =
            means(pulses(Shape::step, 10.0, 100.0, 1000.0, 0.0, 0), step_ms, static_cast<int>(1.2 * rate_hz), 4096);
        EXPECT_EQ(std::count(pa.begin(), pa.end(), 10.0), static_cast<int>(rate_hz)) << rate_hz;
        EXPECT_EQ(std::count(pa.begin(), pa.end(), 0.0),
                  static_cast<int>(pa.size() - static_cast<std::size_t>(rate_hz)));
    }
}

TEST(Stimulator, a_train_counts_its_pulses) {
    const double step_ms = 1000.0 / 44100.0;
    const auto pa = means(pulses(Shape::train, 50.0, 1.0, 0.7, 2.3, 5), step_ms, 4410);
    EXPECT_NEAR(charge(pa, step_ms), 5 * 50.0 * 0.7, 1e-9);
    const auto endless = means(pulses(Shape::train, 50.0, 0.0, 0.5, 1.0, 0), step_ms, 44100);
    EXPECT_NEAR(charge(endless, step_ms), 1000 * 50.0 * 0.5, 1e-6);
    const auto crowded = means(pulses(Shape::train, 50.0, 0.0, 1e-5, 2e-5, 0), step_ms, 4410);
    EXPECT_NEAR(charge(crowded, step_ms), 100.0 * 25.0,
                100.0 * 25.0 * 1e-3); // beyond limits::edges_per_sample a sample: its mean
}

TEST(Stimulator, ramp_sine_and_chirp_are_exact_means_of_their_curves) {
    const double step_ms = 1000.0 / 48000.0;
    auto ramp = pulses(Shape::ramp, 40.0, 10.0, 100.0, 0.0, 0);
    const auto pa = means(ramp, step_ms, 5760);
    for (int k = 480; k < 5280; ++k)
        ASSERT_NEAR(pa[static_cast<std::size_t>(k)], 40.0 * ((k + 0.5) * step_ms - 10.0) / 100.0, 1e-11);
    EXPECT_EQ(pa[5281], 0.0);

    auto sine = pulses(Shape::sine, 10.0, 0.0, 0.0, 0.0, 0);
    sine.frequency_hz = 440.0;
    const auto wave = means(sine, step_ms, 4800);
    const double w = 2.0 * std::numbers::pi * 0.44;
    for (int k = 0; k < 4800; ++k) {
        const double a = w * k * step_ms, b = w * (k + 1) * step_ms;
        ASSERT_NEAR(wave[static_cast<std::size_t>(k)], 10.0 * (std::cos(a) - std::cos(b)) / (b - a), 1e-10);
    }

    auto chirp = pulses(Shape::chirp, 1.0, 0.0, 1000.0, 0.0, 0);
    chirp.frequency_hz = 1.0;
    chirp.end_frequency_hz = 101.0;
    const auto sweep = means(chirp, step_ms, 48000);
    int upward = 0;
    for (std::size_t k = 1; k < sweep.size(); ++k) upward += sweep[k - 1] < 0.0 && sweep[k] >= 0.0 ? 1 : 0;
    EXPECT_EQ(upward, 50); // ∫ f dt = 51 cycles, the first of which has no upward crossing after the start
}

TEST(Stimulator, noise_has_its_rms_and_correlation_and_is_the_same_everywhere) {
    auto noise = pulses(Shape::noise, 20.0, 0.0, 0.0, 0.0, 0);
    noise.tau_ms = 3.0;
    noise.seed = 42;
    const double step_ms = 1000.0 / 48000.0;
    const auto pa = means(noise, step_ms, 48000 * 60);
    double sum2 = 0.0, lagged = 0.0;
    const std::size_t lag = 144; // 3 ms
    for (std::size_t k = 0; k + lag < pa.size(); ++k) {
        sum2 += pa[k] * pa[k];
        lagged += pa[k] * pa[k + lag];
    }
    const double n = static_cast<double>(pa.size() - lag);
    EXPECT_NEAR(std::sqrt(sum2 / n), 20.0, 0.5); // 10,000 correlation times: 1 % standard error of the variance
    EXPECT_NEAR(lagged / sum2, std::exp(-1.0), 0.03);
    // Frozen: the same seed must give these bits on every platform and for ever.
    NormalRandom normal(42);
    EXPECT_EQ(normal.next(), 0x1.f8c80e851c08cp-2);
    EXPECT_EQ(normal.next(), -0x1.6354b5f7dce79p-1);
}

TEST(Stimulator, settings_that_end_say_when) {
    EXPECT_EQ(Stimulator{}.end_ms(), 0.0);
    Stimulator stimulator;
    stimulator.set(pulses(Shape::step, 1.0, 100.0, 1000.0, 0.0, 0));
    EXPECT_EQ(stimulator.end_ms(), 1100.0);
    stimulator.set(pulses(Shape::train, 1.0, 10.0, 1.0, 5.0, 3));
    EXPECT_EQ(stimulator.end_ms(), 21.0);
    stimulator.set(pulses(Shape::train, 1.0, 10.0, 1.0, 5.0, 0));
    EXPECT_TRUE(std::isinf(stimulator.end_ms()));
}

TEST(PortableMath, agrees_with_the_library) {
    for (double x = 1e-12; x < 1e12; x *= 1.7)
        EXPECT_NEAR(portable::log(x), std::log(x), 5e-16 * std::max(1.0, std::abs(std::log(x))));
    for (double x = -30.0; x < 30.0; x += 0.173) EXPECT_NEAR(portable::exp(x) / std::exp(x), 1.0, 1e-15); // 4 roundings
}

} // namespace
} // namespace soma::test
