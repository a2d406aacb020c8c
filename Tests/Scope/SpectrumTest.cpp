#include "Scope/Spectrum.h"
#include "Scope/Rig.h"

#include <gtest/gtest.h>
#include <numbers>

namespace soma::scope::test {
namespace {

TEST(Spectrum, ReadsTheAmplitudesAndFrequenciesOfLines) {
    constexpr double rate_hz = 48000.0;
    std::vector<float> values(16384);
    for (std::size_t n = 0; n < values.size(); ++n) {
        const double t = static_cast<double>(n) / rate_hz;
        values[n] = static_cast<float>(-65.0 + 10.0 * std::sin(2.0 * std::numbers::pi * 440.3 * t) +
                                       0.01 * std::sin(2.0 * std::numbers::pi * 5000.0 * t));
    }
    Spectrum spectrum(values.size());
    spectrum.take(values, rate_hz);
    EXPECT_NEAR(spectrum.level_db(438.0, 443.0), 20.0, 0.9); // the window's scalloping loss is 0.83 dB
    EXPECT_NEAR(spectrum.level_db(4997.0, 5003.0), -40.0, 0.9);
    // Beyond four bins from a line the window keeps 92 dB; values of 65 as floats have noise 40 dB lower still.
    EXPECT_LT(spectrum.level_db(0.0, 425.0), 20.0 - 91.0) << "the mean is left out";
    EXPECT_LT(spectrum.level_db(460.0, 4980.0), 20.0 - 91.0);
    EXPECT_LT(spectrum.level_db(5020.0, 24000.0), 20.0 - 91.0);
}

TEST(Spectrum, OfVoltageIsHeardInRealTime) {
    Signal tone; // 100 Hz in the neuron's time, 400 Hz as it is heard
    tone.voltage_mv = [](double t) { return -60.0 + 5.0 * std::sin(2.0 * std::numbers::pi * 100.0 * t); };
    Rig rig;
    rig.feed.time_scale = 4.0;
    Spectrum spectrum(8192);
    rig.run(tone, 8000);
    EXPECT_FALSE(take_voltage(rig.history, spectrum));
    rig.run(tone, 8000);
    ASSERT_TRUE(take_voltage(rig.history, spectrum));
    EXPECT_NEAR(spectrum.level_db(395.0, 405.0), 20.0 * std::log10(5.0), 0.9);
    EXPECT_LT(spectrum.level_db(50.0, 350.0), -70.0);
}

TEST(Spectrum, LostSamplesDoNotSpoilIt) {
    std::vector<float> values(4096, 1.0f);
    for (std::size_t n = 100; n < 200; ++n) values[n] = std::nanf("");
    Spectrum spectrum(values.size());
    spectrum.take(values, 48000.0);
    EXPECT_LT(spectrum.level_db(0.0, 24000.0), -200.0);
}

} // namespace
} // namespace soma::scope::test
