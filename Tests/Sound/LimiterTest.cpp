#include "Sound/Limiter.h"
#include "Sound/Fade.h"
#include "Sound/Ramp.h"
#include "Sound/RmsMeter.h"

#include "Core/Math.h"
#include "Core/Random.h"
#include "Sound/SampleRate.h"
#include "Support/TruePeak.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <numbers>
#include <span>
#include <vector>

namespace soma::sound {
namespace {

using test::true_peak;

std::vector<double> limited(std::vector<double> left) {
    Limiter limiter;
    limiter.prepare(rate_hz);
    auto right = left;
    limiter.process(left, right);
    EXPECT_EQ(left, right);
    return left;
}

TEST(Limiter, HoldsFortyDecibelsOfOverload) {
    NormalRandom noise(1);
    struct Stress {
        const char* name;
        std::function<double(int)> signal;
    };
    const auto sine = [](double frequency_hz) {
        return [frequency_hz](int n) { return std::sin(2.0 * std::numbers::pi * frequency_hz / rate_hz * n); };
    };
    const std::vector<Stress> stresses{{"sine 997 Hz", sine(997.0)},
                                       {"sine 7.3 kHz", sine(7300.0)},
                                       {"sine 11.9 kHz", sine(11900.0)},
                                       {"noise", [&](int) { return 0.25 * noise.next(); }},
                                       {"square 1 kHz", [](int n) { return n % 48 < 24 ? 1.0 : -1.0; }},
                                       {"square fs/4", [](int n) { return n % 4 < 2 ? 1.0 : -1.0; }},
                                       {"square fs/8", [](int n) { return n % 8 < 4 ? 1.0 : -1.0; }},
                                       // Samples of a sine whose peaks all lie halfway between two of them.
                                       {"sine fs/4, 45°", [](int n) { return (n + 1) % 4 < 2 ? 1.0 : -1.0; }},
                                       // Every sample lifts the curve at the same instant, halfway between two.
                                       {"signs of a sinc", [](int n) {
                                            const int k = n % 96 - 48, beside = k >= 0 ? k : -1 - k;
                                            return beside % 2 == 0 ? 1.0 : -1.0;
                                        }}};
    for (const auto& [name, signal] : stresses)
        for (const double overload_db : {20.0, 40.0}) {
            std::vector<double> values(24000);
            for (std::size_t n = 0; n < values.size(); ++n)
                values[n] = std::pow(10.0, overload_db / 20.0) * signal(static_cast<int>(n));
            const auto out = limited(values);
            double sample_peak = 0.0;
            for (const double v : out) sample_peak = std::max(sample_peak, std::abs(v));
            std::printf("    %-14s +%2.0f dB: sample peak %.3f dBFS, true peak %.2f dBTP\n", name, overload_db,
                        20.0 * std::log10(sample_peak), 20.0 * std::log10(true_peak(out)));
            EXPECT_LE(sample_peak, Limiter::ceiling);
            EXPECT_LE(true_peak(out), decibels_to_gain(-1.0)) << name << " +" << overload_db;
        }
}

TEST(Limiter, HoldsTheTruePeakOfNoiseAtEveryLevel) {
    double worst_db = -100.0;
    for (double level_db = -20.0; level_db <= 40.0; level_db += 4.0) {
        NormalRandom noise(static_cast<std::uint64_t>(level_db + 100.0));
        std::vector<double> values(48000);
        for (double& v : values) v = 0.25 * decibels_to_gain(level_db) * noise.next();
        worst_db = std::max(worst_db, 20.0 * std::log10(true_peak(limited(values))));
    }
    std::printf("    worst true peak %.2f dBTP\n", worst_db);
    EXPECT_LE(worst_db, -1.0);
}

/// Signals that the converter's curve leaves farthest: binary noise, and a whistle at half the sample rate that turns
/// over, at levels around the ceiling and far above; also with another signal in the other channel.
TEST(Limiter, HoldsTheTruePeakOfBinarySignals) {
    double worst_db = -100.0;
    for (double level_db = -6.0; level_db <= 40.0; level_db += 4.0)
        for (const int turn : {0, 7, 24, 25, 64}) {
            NormalRandom noise(static_cast<std::uint64_t>(level_db + 100.0));
            std::vector<double> left(24000), right(left.size());
            for (std::size_t n = 0; n < left.size(); ++n) {
                const bool up = turn == 0 ? noise.next() > 0.0 : (n + n / static_cast<std::size_t>(turn)) % 2 == 0;
                left[n] = decibels_to_gain(level_db) * (up ? 1.0 : -1.0);
                right[n] = 0.3 * decibels_to_gain(level_db) * noise.next();
            }
            Limiter limiter;
            limiter.prepare(rate_hz);
            limiter.process(left, right);
            for (const auto& out : {left, right}) worst_db = std::max(worst_db, 20.0 * std::log10(true_peak(out)));
        }
    std::printf("    worst true peak %.2f dBTP\n", worst_db);
    EXPECT_LE(worst_db, -1.0);
}

TEST(Limiter, DoesNotDependOnTheBlockSize) {
    NormalRandom noise(5);
    std::vector<double> values(9000);
    // Loud binary noise, and noise around the level from which on the guard sums the curve.
    for (std::size_t n = 0; n < values.size(); ++n) {
        const double level = std::array{3.0, 0.1, 0.116, 0.2}[n / 700 % 4];
        values[n] = level * (n / 700 % 2 == 0 ? noise.next() : noise.next() > 0.0 ? 1.0 : -1.0);
    }
    const auto whole = limited(values);
    for (const std::size_t block : {1U, 37U, 512U}) {
        Limiter limiter;
        limiter.prepare(rate_hz);
        auto left = values, right = values;
        for (std::size_t at = 0; at < left.size(); at += block) {
            const auto length = std::min(block, left.size() - at);
            limiter.process(std::span(left).subspan(at, length), std::span(right).subspan(at, length));
        }
        EXPECT_EQ(left, whole) << block;
    }
}

TEST(Limiter, TouchesNothingBelowItsCeiling) {
    std::vector<double> values(1000);
    for (std::size_t n = 0; n < values.size(); ++n) values[n] = 0.69 * std::sin(0.1 * static_cast<double>(n));
    EXPECT_EQ(limited(values), values);
}

TEST(Limiter, LetsGoWithinItsRelease) {
    std::vector<double> values(48000, 0.1);
    values[0] = 10.0;
    const auto out = limited(values);
    // The ceiling falls with the gain: gain · 10 = lowest + gain · (ceiling − lowest).
    const double gain = Limiter::lowest_ceiling / (10.0 - (Limiter::ceiling - Limiter::lowest_ceiling));
    EXPECT_NEAR(out[0], 10.0 * gain, 1e-12);
    // After 50 ms the reduction has fallen by e.
    EXPECT_NEAR(out[2400], 0.1 * (1.0 - (1.0 - gain) / std::numbers::e), 1e-6);
    EXPECT_NEAR(out.back(), 0.1, 1e-9);
}

TEST(Limiter, TurnsNonsenseIntoSilence) {
    const double inf = std::numeric_limits<double>::infinity();
    const std::vector<double> values{std::nan(""), inf,    -inf, 0.5, std::numeric_limits<double>::max(),
                                     -1e300,       1e-320, 0.5};
    Limiter limiter;
    limiter.prepare(rate_hz);
    auto left = values, right = values;
    limiter.process(left, right);
    for (const double v : left) {
        EXPECT_TRUE(std::isfinite(v));
        EXPECT_LE(std::abs(v), Limiter::ceiling);
    }
    EXPECT_EQ(left[0], 0.0);
    EXPECT_EQ(limiter.not_finite(), 6u);
    std::vector<double> after(48000, 0.5), same(48000, 0.5);
    limiter.process(after, same);
    EXPECT_NEAR(after.back(), 0.5, 1e-6); // and recovers
}

TEST(Fade, IsARaisedCosineOfFiftyMilliseconds) {
    Fade fade;
    fade.prepare(rate_hz);
    std::vector<double> gains(2400);
    for (double& g : gains) g = fade.next();
    EXPECT_LT(gains.front(), 1e-6);
    EXPECT_NEAR(gains[1199], 0.5, 1e-12);
    EXPECT_EQ(gains.back(), 1.0);
    EXPECT_FALSE(fade.rising());
    // Mute half-way and back: no step larger than the cosine's steepest, ½π/2400.
    double last = 1.0;
    for (int n = 0; n < 5000; ++n) {
        fade.set_open(n < 10 || n > 1500);
        const double g = fade.next();
        ASSERT_LE(std::abs(g - last), 0.5 * std::numbers::pi / 2400.0 + 1e-12);
        last = g;
    }
    EXPECT_EQ(last, 1.0);
    fade.set_open(false);
    for (int n = 0; n < 2400; ++n) last = fade.next();
    EXPECT_EQ(last, 0.0);
}

TEST(Ramp, ArrivesExactlyInTwentyMilliseconds) {
    Ramp ramp, other;
    for (Ramp* r : {&ramp, &other}) {
        r->prepare(rate_hz);
        r->reset(0.0);
        r->set_target(0.7);
    }
    EXPECT_TRUE(!ramp.off());
    std::vector<double> filled(1000);
    ramp.fill(std::span(filled).first(77));
    ramp.fill(std::span(filled).subspan(77));
    for (std::size_t n = 0; n < filled.size(); ++n) {
        EXPECT_EQ(other.next(), filled[n]);
        EXPECT_EQ(filled[n] == 0.7, n >= 959) << n;
    }
    EXPECT_EQ(level_gain(-100.0), 0.0);
    EXPECT_EQ(level_gain(std::nan("")), 0.0);
    EXPECT_EQ(level_gain(-HUGE_VAL), 0.0);
    EXPECT_EQ(level_gain(0.0), 1.0);
    EXPECT_TRUE(std::isfinite(level_gain(HUGE_VAL)));
}

TEST(RmsMeter, ReadsASineAndWarns) {
    RmsMeter meter;
    meter.prepare(rate_hz);
    std::vector<float> sine(48000);
    for (std::size_t n = 0; n < sine.size(); ++n)
        sine[n] =
            static_cast<float>(0.5 * std::sin(2.0 * std::numbers::pi * 1000.0 / rate_hz * static_cast<double>(n)));
    EXPECT_FALSE(meter.loud());
    for (std::size_t n = 0; n < sine.size(); n += 77) {
        const auto part = std::span<const float>(sine).subspan(n, std::min<std::size_t>(77, sine.size() - n));
        meter.process(part, part);
    }
    EXPECT_NEAR(meter.rms_dbfs(), -9.03, 0.01);
    EXPECT_TRUE(meter.loud());
    const std::vector<float> silence(48000);
    meter.process(silence, silence);
    EXPECT_EQ(meter.rms_dbfs(), -std::numeric_limits<float>::infinity());
    EXPECT_FALSE(meter.loud());
}

} // namespace
} // namespace soma::sound
