#include "Sound/SpikeVoice.h"

#include "Sound/SampleRate.h"
#include "Support/LifTone.h"
#include "Support/Spectrum.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdio>
#include <gtest/gtest.h>
#include <numbers>
#include <numeric>
#include <vector>

namespace soma::sound {
namespace {

constexpr std::size_t piece = SpikeBus::max_frames;

/// The left channel of a sound for spikes of one neuron at the centre.
std::vector<double> sound_of(const std::vector<SpikeEvent>& events, std::size_t rows, SpikeVoice& voice) {
    SpikeBus bus;
    std::vector<double> left(rows), right(rows);
    const std::vector<double> level(piece, 1.0);
    const StereoGain centre;
    std::size_t next = 0;
    for (std::size_t first = 0; first < rows; first += piece) {
        const std::size_t frames = std::min(piece, rows - first), begin = next;
        while (next < events.size() && events[next].sample < static_cast<int>(first + frames)) ++next;
        bus.render(std::span(events).subspan(begin, next - begin), static_cast<int>(first), static_cast<int>(frames),
                   {&centre, 1});
        voice.process(bus.left().first(frames), bus.right().first(frames), std::span(level).first(frames),
                      std::span(left).subspan(first, frames), std::span(right).subspan(first, frames));
    }
    EXPECT_EQ(left, right);
    return left;
}

std::vector<double> one_spike(SpikeSound sound, double rate_hz, double offset, std::size_t rows,
                              const SpikeSoundSettings& settings = {}) {
    SpikeVoice voice;
    voice.set(sound, settings);
    voice.prepare(rate_hz);
    return sound_of({{0, 0, offset}}, rows, voice);
}

double peak(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0,
                           [](double p, double v) { return std::max(p, std::abs(v)); });
}

double decibels(double ratio) { return 20.0 * std::log10(ratio); }

class EverySound : public ::testing::TestWithParam<SpikeSound> {};
constexpr SpikeSound all_sounds[] = {SpikeSound::impulse, SpikeSound::click, SpikeSound::action_potential,
                                     SpikeSound::tone};

TEST_P(EverySound, PeaksAtMinus12DecibelsAtEveryRateAndPlace) {
    for (const double rate_hz : {8000.0, 22050.0, 44100.0, 48000.0, 96000.0, 192000.0, 384000.0}) {
        double highest = 0.0, lowest = 1.0;
        for (int place = 0; place < 16; ++place) {
            const double p =
                peak(one_spike(GetParam(), rate_hz, place / 16.0, static_cast<std::size_t>(0.02 * rate_hz)));
            highest = std::max(highest, p);
            lowest = std::min(lowest, p);
        }
        std::printf("    %6.1f kHz: %.2f … %.2f dBFS\n", rate_hz / 1000.0, decibels(lowest), decibels(highest));
        EXPECT_NEAR(decibels(highest), -12.0, 0.15); // the design looks at 4 places, this at 16
    }
}

TEST_P(EverySound, BringsNoAlias) {
    for (const double frequency_hz : {440.0, 3520.0}) {
        constexpr std::size_t rows = std::size_t{1} << 18;
        SpikeVoice voice;
        voice.set(GetParam(), {});
        voice.prepare(rate_hz);
        const auto signal = sound_of(test::LifTone(frequency_hz, rate_hz, 0.0, 2.0).spikes(rows), rows, voice);
        const auto figures = test::measure_alias(signal, frequency_hz, rate_hz);
        std::printf("    %6.1f Hz: worst %.1f dB, floor %.1f dB\n", frequency_hz, figures.worst_db, figures.floor_db);
        // The tone is a resonator: it lifts what lies at 1 kHz 54 dB above the fundamental of the faster train, and
        // with it an alias that is below −135 dB on the bus.
        const bool lifted = GetParam() == SpikeSound::tone && frequency_hz > 1000.0;
        EXPECT_LE(figures.worst_db, lifted ? -80.0 : -90.0);
        EXPECT_LE(std::abs(test::pitch_error_cents(signal, frequency_hz, rate_hz)), 0.01);
    }
}

TEST_P(EverySound, FadesIntoAnotherWithoutAJump) {
    // Switched 1 ms after a spike, when every sound is still moving; no step larger than within the sounds themselves.
    for (const SpikeSound other : all_sounds) {
        SpikeVoice voice;
        voice.set(GetParam(), {});
        voice.prepare(rate_hz);
        const auto before = sound_of({{0, 0, 0.5}}, 48, voice);
        voice.set(other, {});
        const std::vector<double> level(piece, 1.0);
        const std::vector<float> quiet(piece);
        std::vector<double> left(1), right(1);
        voice.process(std::span(quiet).first(1), std::span(quiet).first(1), std::span(level).first(1), left, right);
        EXPECT_LT(std::abs(left[0] - before.back()), 0.04);
    }
}

INSTANTIATE_TEST_SUITE_P(Sound, EverySound, ::testing::ValuesIn(all_sounds));

TEST(Click, IsTheBandOfTheRig) {
    const auto filter = design_spike_filter(SpikeSound::click, {}, rate_hz);
    EXPECT_NEAR(spike_peak / filter.gain, 0.254, 0.01); // dsp.md §5: peak of a unit impulse
    const auto click = one_spike(SpikeSound::click, rate_hz, 0.3, 1 << 16);
    const auto gain_db = [&](double frequency_hz) {
        std::complex<double> sum = 0.0;
        for (std::size_t n = 0; n < click.size(); ++n)
            sum +=
                click[n] * std::polar(1.0, -2.0 * std::numbers::pi * frequency_hz / rate_hz * static_cast<double>(n));
        return decibels(std::abs(sum) / filter.gain);
    };
    EXPECT_NEAR(gain_db(300.0), -3.01, 0.02); // Butterworth corners
    EXPECT_NEAR(gain_db(3000.0), -3.01, 0.02);
    EXPECT_NEAR(gain_db(std::sqrt(300.0 * 3000.0)), 0.0, 0.02);
    EXPECT_NEAR(gain_db(30.0), -20.94, 0.05); // one pole a side
    const double energy = std::inner_product(click.begin(), click.end(), click.begin(), 0.0);
    double sum = 0.0;
    std::size_t n = 0;
    while (sum < 0.95 * energy) {
        sum += click[n] * click[n];
        ++n;
    }
    EXPECT_NEAR(static_cast<double>(n) / rate_hz * 1e3, 0.46 + 0.056, 0.08); // ms, dsp.md §5, plus the kernel's delay
}

TEST(Click, FollowsItsControls) {
    SpikeSoundSettings dull;
    dull.click_high_hz = 800.0;
    const auto bright = one_spike(SpikeSound::click, 48000.0, 0.0, 480),
               dark = one_spike(SpikeSound::click, 48000.0, 0.0, 480, dull);
    const auto roughness = [](const std::vector<double>& v) { // grows with frequency, whatever the level
        double steps = 0.0;
        for (std::size_t n = 1; n < v.size(); ++n) steps += (v[n] - v[n - 1]) * (v[n] - v[n - 1]);
        return steps / std::inner_product(v.begin(), v.end(), v.begin(), 0.0);
    };
    EXPECT_LT(roughness(dark), roughness(bright));
    EXPECT_NEAR(peak(dark), spike_peak, 0.01);
}

TEST(ActionPotential, IsTheBiphasicWave) {
    constexpr double kernel_delay = 2.68;
    const double offset = 0.3, w = 12.0 / (2e-3 * rate_hz); // per sample
    const auto wave = one_spike(SpikeSound::action_potential, rate_hz, offset, 4800);
    const auto shape = [w](double t) { return t < 0.0 ? 0.0 : w * t * w * t * (3.0 - w * t) * std::exp(-w * t); };
    const double top = shape((3.0 - std::numbers::sqrt3) / w);
    for (std::size_t n = 0; n < 200; ++n) {
        const double t = static_cast<double>(n) - offset - kernel_delay;
        EXPECT_NEAR(wave[n] / spike_peak, shape(t) / top, 0.02) << n; // the band limit rounds the foot of the wave
    }
    const double trough = *std::min_element(wave.begin(), wave.end());
    EXPECT_NEAR(trough / spike_peak, -0.436, 0.01);
    EXPECT_LT(std::abs(wave[100]) / spike_peak, 0.012); // 2 ms after the spike
    EXPECT_NEAR(std::accumulate(wave.begin(), wave.end(), 0.0), 0.0, 1e-9);
}

TEST(Tone, HasItsPitchAndDecay) {
    SpikeSoundSettings settings;
    settings.tone_hz = 750.0;
    settings.tone_decay_ms = 20.0;
    const auto tone = one_spike(SpikeSound::tone, rate_hz, 0.6, 9600, settings);
    // 20 ms = 15 periods later the same wave is smaller by e.
    for (std::size_t n = 100; n < 2000; ++n) EXPECT_NEAR(tone[n + 960], tone[n] / std::numbers::e, 1e-6) << n;
    // It starts at the zero of a sine, at the spike's own instant plus the delay of the kernel at that frequency.
    const double phase =
        std::atan2(tone[2000], (tone[2001] - tone[1999] * std::exp(-2.0 / 960.0)) /
                                   (2.0 * std::exp(-1.0 / 960.0) * std::sin(2.0 * std::numbers::pi / 64.0)));
    const double samples =
        std::remainder(phase - 2.0 * std::numbers::pi * (2000.0 - 0.6) / 64.0, 2.0 * std::numbers::pi) /
        (2.0 * std::numbers::pi) * 64.0;
    EXPECT_NEAR(samples, -2.67, 0.05);
}

TEST(SpikeSoundSettings, OutOfRangeAreHeld) {
    const double bad[] = {-1e9, 0.0, 1e9, std::nan(""), HUGE_VAL};
    for (const double value : bad)
        for (const SpikeSound sound : all_sounds)
            for (const double rate_hz : {8000.0, 48000.0, 384000.0}) {
                const SpikeSoundSettings settings{value, value, value, value, value};
                for (const double y : one_spike(sound, rate_hz, 0.5, 2000, settings)) {
                    ASSERT_TRUE(std::isfinite(y));
                    ASSERT_LE(std::abs(y), 1.0);
                }
            }
}

} // namespace
} // namespace soma::sound
