#include "Sound/DcBlock.h"
#include "Sound/PitchMonitor.h"

#include "Support/Spectrum.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <vector>

namespace soma::sound {
namespace {

std::vector<double> blocked(const std::vector<double>& in, double rate_hz) {
    DcBlock block;
    block.prepare(rate_hz);
    std::vector<double> out(in.size());
    block.process(in, out);
    return out;
}

TEST(DcBlock, StartsAtRest) {
    for (const double y : blocked(std::vector<double>(48000, -70.0), 48000.0)) ASSERT_LT(std::abs(y), 1e-15);
}

TEST(DcBlock, IsFirstOrderAtFiveHertz) {
    for (const double rate_hz : {8000.0, 48000.0, 384000.0}) {
        std::vector<double> step(static_cast<std::size_t>(rate_hz), 1.0);
        step[0] = 0.0;
        const auto out = blocked(step, rate_hz);
        const double tau_s = 1.0 / (2.0 * 3.14159265358979 * 5.0);
        EXPECT_NEAR(out[1], 1.0, 3e-3);
        EXPECT_NEAR(out[static_cast<std::size_t>(tau_s * rate_hz) + 1], std::exp(-1.0), 2e-3);
        EXPECT_NEAR(20.0 * std::log10(out[static_cast<std::size_t>(0.22 * rate_hz)]), -60.0,
                    0.2); // e^(−2π·5·0.22) is 1e-3
    }
}

TEST(DcBlock, ForgetsWhatIsNoNumber) {
    const double nan = std::nan(""), inf = std::numeric_limits<double>::infinity();
    const auto out = blocked({nan, 1.0, inf, 1.0, -inf, nan, 1.0}, 48000.0);
    for (const double y : out) EXPECT_TRUE(std::isfinite(y));
}

TEST(PitchMonitor, FollowsItsLaw) {
    EXPECT_DOUBLE_EQ(PitchMonitor::frequency_hz(-65.0), 220.0);
    EXPECT_DOUBLE_EQ(PitchMonitor::frequency_hz(-25.0), 440.0);
    EXPECT_DOUBLE_EQ(PitchMonitor::frequency_hz(-85.0), 220.0 / std::sqrt(2.0));
    EXPECT_EQ(PitchMonitor::frequency_hz(-1000.0), 80.0);
    EXPECT_EQ(PitchMonitor::frequency_hz(1000.0), 3000.0);
}

TEST(PitchMonitor, SingsTheRestingPotential) {
    PitchMonitor monitor;
    monitor.prepare(48000.0);
    const std::vector<double> v(std::size_t{1} << 16, -70.0);
    std::vector<double> out(v.size());
    monitor.process(v, 1.0, out);
    EXPECT_LT(std::abs(test::pitch_error_cents(out, PitchMonitor::frequency_hz(-70.0), 48000.0)), 1e-3);
    EXPECT_NEAR(*std::max_element(out.begin(), out.end()), 1.0, 1e-3);
}

TEST(PitchMonitor, GlidesOverJumpsAndSurvivesNonsense) {
    PitchMonitor monitor;
    monitor.prepare(48000.0);
    std::vector<double> v;
    for (int n = 0; n < 20000; ++n)
        v.push_back(n % 5000 == 7 ? std::nan("") : n % 5000 == 8 ? HUGE_VAL : n % 1000 < 500 ? -70.0 : 40.0);
    std::vector<double> out(v.size());
    monitor.process(v, 1.0, out);
    const double steepest = 2.0 * 3.14159265358979 * PitchMonitor::frequency_hz(40.0) / 48000.0;
    for (std::size_t n = 1; n < out.size(); ++n) ASSERT_LE(std::abs(out[n] - out[n - 1]), steepest * 1.001);
}

} // namespace
} // namespace soma::sound
