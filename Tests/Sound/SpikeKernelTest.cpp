#include "Sound/SpikeKernel.h"
#include "Sound/SampleRate.h"

#include <cmath>
#include <complex>
#include <cstdio>
#include <gtest/gtest.h>
#include <numbers>
#include <vector>

namespace soma::sound {
namespace {

/// The kernel of the table at 256 values a sample.
std::vector<double> dense_kernel() {
    std::vector<double> kernel(SpikeKernel::taps * SpikeKernel::phases);
    std::array<float, SpikeKernel::taps> values;
    for (std::size_t i = 0; i < SpikeKernel::phases; ++i) {
        SpikeKernel::shared().at(static_cast<double>(i) / SpikeKernel::phases, values);
        for (std::size_t j = 0; j < SpikeKernel::taps; ++j) kernel[j * SpikeKernel::phases + i] = values[j];
    }
    return kernel;
}

/// Spectrum of an impulse response of `step` samples between values, at `frequency` cycles per sample.
std::complex<double> response(const std::vector<double>& values, double step, double frequency) {
    std::complex<double> sum = 0.0;
    for (std::size_t n = 0; n < values.size(); ++n)
        sum += step * values[n] * std::polar(1.0, -2.0 * std::numbers::pi * frequency * step * static_cast<double>(n));
    return sum;
}

TEST(SpikeKernel, HasIntegralOneAtEveryPhase) {
    std::array<float, SpikeKernel::taps> values;
    for (int i = 0; i <= 1000; ++i) {
        SpikeKernel::shared().at(i / 1000.0, values);
        double sum = 0.0;
        for (const float value : values) sum += static_cast<double>(value);
        EXPECT_NEAR(sum, 1.0, 1e-5); // the stop band at the sample rate, −100 dB
    }
}

TEST(SpikeKernel, PassesTheAudioBandAndStopsWhatWouldFold) {
    const auto kernel = dense_kernel();
    constexpr double step = 1.0 / SpikeKernel::phases;
    double ripple_db = 0.0, leak_db = -300.0;
    for (double f = 0.0; f <= 0.37; f += 0.005)
        ripple_db = std::max(ripple_db, std::abs(20.0 * std::log10(std::abs(response(kernel, step, f)))));
    for (double f = 0.585; f <= 16.0; f += 0.0137)
        leak_db = std::max(leak_db, 20.0 * std::log10(std::abs(response(kernel, step, f))));
    std::printf("    pass band to 0.37 fs within %.4f dB, from 0.585 fs below %.1f dB\n", ripple_db, leak_db);
    EXPECT_LT(ripple_db, 0.05);
    EXPECT_LT(leak_db, -100.0);
}

TEST(SpikeKernel, DelaysEverySpikeBySameLittle) {
    // The kernel's promise: centroid below 3 samples, rms jitter at 1 kHz (48 kHz rate) below 0.1 ns.
    constexpr int offsets = 997;
    constexpr double tone_hz = 1000.0;
    std::array<float, SpikeKernel::taps> values;
    double centroid = 0.0, sum = 0.0, sum_squares = 0.0;
    for (int i = 0; i < offsets; ++i) {
        const double d = (i + 0.5) / offsets;
        SpikeKernel::shared().at(d, values);
        std::complex<double> line = 0.0;
        double moment = 0.0;
        for (std::size_t j = 0; j < values.size(); ++j) {
            const double time = static_cast<double>(j) + d; // since the spike
            line +=
                static_cast<double>(values[j]) * std::polar(1.0, -2.0 * std::numbers::pi * tone_hz / rate_hz * time);
            moment += static_cast<double>(values[j]) * time;
        }
        const double delay_ns = -std::arg(line) / (2.0 * std::numbers::pi * tone_hz) * 1e9;
        sum += delay_ns;
        sum_squares += delay_ns * delay_ns;
        centroid = std::max(centroid, moment);
    }
    const double mean = sum / offsets, jitter_ns = std::sqrt(std::max(0.0, sum_squares / offsets - mean * mean));
    std::printf("    delay %.3f samples, jitter %.4f ns rms at 1 kHz\n", centroid, jitter_ns);
    EXPECT_LT(centroid, 3.0);
    EXPECT_LT(jitter_ns, 0.1);
}

TEST(SpikeKernel, TakesAnyDistance) {
    std::array<float, SpikeKernel::taps> values;
    for (const double d : {-1.0, 2.0, std::nan(""), 1e300}) {
        SpikeKernel::shared().at(d, values);
        for (const float value : values) EXPECT_TRUE(std::isfinite(value));
    }
}

} // namespace
} // namespace soma::sound
