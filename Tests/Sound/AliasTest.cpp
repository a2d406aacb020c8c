#include "Core/Limits.h"
#include "Sound/SpikeBus.h"
#include "Support/LifTone.h"
#include "Support/Quanta.h"
#include "Support/Spectrum.h"

#include <algorithm>
#include <cstdio>
#include <gtest/gtest.h>

namespace soma::test {
namespace {

constexpr std::size_t alias_rows = std::size_t{1} << 19;
constexpr std::size_t naive_rows = alias_rows / 4; // enough to see what is that loud
constexpr double tones_hz[] = {110.0, 440.0, 1318.5, 3520.0, 7040.0};
constexpr double rates_hz[] = {44100.0, 48000.0, 96000.0};
// The promise is −90 dB. These bounds are just above the measured values, so that a lost digit is noticed.
constexpr double spikes_db = -100.0, voltage_db = -115.0;

class LifToneSound : public ::testing::TestWithParam<std::tuple<double, double>> {
  protected:
    double frequency_hz = std::get<0>(GetParam()), rate_hz = std::get<1>(GetParam());

    void print(const char* what, const AliasFigures& good, const AliasFigures& naive) const {
        std::printf(
            "    %6.1f Hz at %5.1f kHz  %-22s worst %7.1f dB, floor %7.1f dB   (naive: worst %6.1f, floor %6.1f)\n",
            frequency_hz, rate_hz / 1000.0, what, good.worst_db, good.floor_db, naive.worst_db, naive.floor_db);
    }
};

std::vector<double> rendered_spikes(const LifTone& tone) {
    sound::SpikeBus bus;
    const auto events = tone.spikes(alias_rows);
    std::vector<double> out(alias_rows);
    SpikeParts parts(events);
    for (std::size_t first = 0; first < alias_rows; first += limits::quantum) {
        bus.render(parts.next(first, limits::quantum), limits::quantum);
        std::copy(bus.rows().begin(), bus.rows().end(), out.begin() + static_cast<std::ptrdiff_t>(first));
    }
    return out;
}

/// The usual sound of a spike in other programs: a 1 in the sample in which the neuron fired.
std::vector<double> naive_spikes(const LifTone& tone) {
    std::vector<double> out(naive_rows);
    for (const auto& event : tone.spikes(naive_rows)) out[static_cast<std::size_t>(event.sample)] += 1.0;
    return out;
}

std::vector<double> naive_voltage(const LifTone& tone) {
    std::vector<double> out(naive_rows);
    for (std::size_t n = 0; n < naive_rows; ++n) out[n] = tone.voltage(static_cast<double>(n));
    return out;
}

TEST_P(LifToneSound, SpikesAliasBelow90dB) {
    const LifTone tone(frequency_hz, rate_hz, 0.0, 2.0);
    const auto signal = rendered_spikes(tone);
    const auto good = measure_alias(signal, frequency_hz, rate_hz);
    const auto naive = measure_alias(naive_spikes(tone), frequency_hz, rate_hz);
    const double cents = pitch_error_cents(signal, frequency_hz, rate_hz);
    print("spikes", good, naive);
    RecordProperty("worst_db", std::to_string(good.worst_db));
    EXPECT_LE(good.worst_db, spikes_db);
    EXPECT_LE(good.floor_db, -85.0);                 // of all lines together
    EXPECT_GE(naive.worst_db, good.worst_db + 60.0); // else the meter would be deaf
    EXPECT_LE(std::abs(cents), 0.01);
}

TEST_P(LifToneSound, VoltageAliasesBelow90dB) {
    for (const double refractory_share : {0.0, 0.1}) {
        const LifTone tone(frequency_hz, rate_hz, refractory_share);
        const auto signal = tone.anti_aliased(alias_rows);
        const auto good = measure_alias(signal, frequency_hz, rate_hz);
        const auto naive = measure_alias(naive_voltage(tone), frequency_hz, rate_hz);
        print(refractory_share > 0.0 ? "voltage, refractory" : "voltage", good, naive);
        EXPECT_LE(good.worst_db, voltage_db);
        EXPECT_GE(naive.worst_db, good.worst_db + 60.0);
        EXPECT_LE(std::abs(pitch_error_cents(signal, frequency_hz, rate_hz)), 0.01);
    }
}

INSTANTIATE_TEST_SUITE_P(Sound, LifToneSound,
                         ::testing::Combine(::testing::ValuesIn(tones_hz), ::testing::ValuesIn(rates_hz)));

/// The meter itself: a sine with a second one 100 dB below it, off its harmonics.
TEST(Spectrum, FindsAnInharmonicLine) {
    std::vector<double> signal(alias_rows);
    for (std::size_t n = 0; n < alias_rows; ++n) {
        const double t = 2.0 * 3.14159265358979323846 * static_cast<double>(n) / 48000.0;
        signal[n] = std::sin(441.3 * t) + 1e-5 * std::sin(5000.0 * t) + 0.1 * std::sin(882.6 * t);
    }
    // A line between two bins of a Kaiser window of β = 25 reads low by up to 0.35 dB.
    EXPECT_NEAR(measure_alias(signal, 441.3, 48000.0).worst_db, -100.0, 0.5);
    EXPECT_LT(std::abs(pitch_error_cents(signal, 441.3, 48000.0)), 1e-6);
    EXPECT_NEAR(pitch_error_cents(signal, 441.3 * 0.99999, 48000.0), 1200.0 * std::log2(1.0 / 0.99999), 1e-3);
}

} // namespace
} // namespace soma::test
