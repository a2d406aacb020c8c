#include "Sound/SpikeVoice.h"
#include "Core/Limits.h"

#include "Sound/Loudness.h"
#include "Sound/SampleRate.h"
#include "Sound/SpikeBus.h"
#include "Support/Bs1770.h"
#include "Support/LifTone.h"
#include "Support/Quanta.h"
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

constexpr std::size_t segment = limits::quantum;

/// The left channel of a sound for spikes of one neuron at the centre.
std::vector<double> sound_of(const std::vector<SpikeEvent>& events, std::size_t rows, SpikeVoice& voice) {
    std::vector<double> left(rows), right(rows);
    const std::vector<double> level(segment, 1.0);
    const StereoGain centre;
    test::SpikeParts parts(events);
    for (std::size_t first = 0; first < rows; first += segment) {
        const std::size_t frames = std::min(segment, rows - first);
        voice.process({parts.next(first, frames), {&centre, 1}, 1}, std::span(level).first(frames),
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

/// A neuron that fires regularly for a while.
std::vector<double> train(SpikeSound sound, double frequency_hz, double rate_hz, std::size_t rows,
                          const SpikeSoundSettings& settings = {}) {
    SpikeVoice voice;
    voice.set(sound, settings);
    voice.prepare(rate_hz);
    return sound_of(test::LifTone(frequency_hz, rate_hz, 0.0, 2.0).spikes(static_cast<std::int64_t>(rows)), rows,
                    voice);
}

double decibels(double ratio) { return 20.0 * std::log10(ratio); }

class EverySound : public ::testing::TestWithParam<SpikeSound> {};
constexpr SpikeSound all_sounds[] = {SpikeSound::impulse, SpikeSound::click, SpikeSound::action_potential,
                                     SpikeSound::tone};

TEST_P(EverySound, IsAsLoudAsEveryOtherAtEveryRateOfSpikes) {
    // From 100 spikes a second on one loudness, below it 3 LU less for each halving: the energy of a spike is the same.
    double highest = -HUGE_VAL, lowest = HUGE_VAL;
    for (const double rate_hz : {44100.0, 48000.0, 96000.0, 192000.0})
        for (const double frequency_hz :
             {10.0, 27.5, 100.0, 143.7, 261.6, 441.3, 777.0, 1318.5, 2093.0, 3121.7, 4186.0}) {
            const auto signal = train(GetParam(), frequency_hz, rate_hz, static_cast<std::size_t>(1.5 * rate_hz));
            const double expected = source_lufs + std::min(0.0, decibels(frequency_hz / reference_rate_hz) / 2.0);
            const double error = test::integrated_lufs(signal, signal, rate_hz) - expected;
            EXPECT_NEAR(error, 0.0, 1.0) << frequency_hz << " Hz at " << rate_hz; // contract: ± 2 over the keyboard
            highest = std::max(highest, error);
            lowest = std::min(lowest, error);
        }
    std::printf("    within %.2f … %.2f LU\n", lowest, highest);
}

TEST_P(EverySound, LeavesRoomForASingleSpike) {
    for (const double rate_hz : {44100.0, 48000.0, 96000.0, 192000.0}) {
        double highest = 0.0;
        for (int place = 0; place < 16; ++place)
            highest = std::max(highest, peak(one_spike(GetParam(), rate_hz, place / 16.0, 9600)));
        std::printf("    %6.1f kHz: one spike peaks at %.2f dBFS\n", rate_hz / 1000.0, decibels(highest));
        EXPECT_LE(decibels(highest), -3.0);
    }
}

TEST_P(EverySound, BringsNoAlias) {
    for (const double frequency_hz : {110.0, 441.3, 1318.5, 3121.7, 4186.0}) {
        constexpr std::size_t rows = std::size_t{1} << 18;
        const auto signal = train(GetParam(), frequency_hz, rate_hz, rows);
        const auto figures = test::measure_alias(signal, frequency_hz, rate_hz);
        std::printf("    %6.1f Hz: worst %.1f dB, floor %.1f dB\n", frequency_hz, figures.worst_db, figures.floor_db);
        EXPECT_LE(figures.worst_db, -90.0);
        EXPECT_LE(std::abs(test::pitch_error_cents(signal, frequency_hz, rate_hz)), 0.01);
    }
}

TEST_P(EverySound, CarriesNoConstant) {
    for (const double frequency_hz : {20.0, 441.3, 1500.0, 3121.7, 8000.0}) {
        const auto signal = train(GetParam(), frequency_hz, rate_hz, std::size_t{1} << 16);
        EXPECT_LE(std::abs(test::constant_part(std::span(signal).last(1 << 15))), 1e-6) << frequency_hz;
    }
}

TEST_P(EverySound, DoesNotDependOnHowARenderIsCut) {
    // Neurons at all rates, irregular, so that every filter is in use.
    std::vector<SpikeEvent> events;
    for (int neuron = 0; neuron < 12; ++neuron) {
        const test::LifTone tone(20.0 * std::exp2(0.83 * neuron), rate_hz, 0.0, 2.0);
        for (auto event : tone.spikes(20000)) {
            event.neuron = neuron;
            if ((event.sample + neuron) % 5000 < 3000) events.push_back(event);
        }
    }
    std::stable_sort(events.begin(), events.end(),
                     [](const auto& a, const auto& b) { return a.sample + a.offset < b.sample + b.offset; });
    const auto render = [&](std::size_t frames_a_call) {
        SpikeVoice voice;
        voice.set(GetParam(), {});
        voice.prepare(rate_hz);
        const StereoGain centre{0.5f, 1.0f};
        const std::vector<double> level(segment, 1.0);
        std::vector<double> left(20000), right(20000);
        test::SpikeParts parts(events);
        for (std::size_t first = 0; first < left.size(); first += frames_a_call) {
            const std::size_t frames = std::min(frames_a_call, left.size() - first);
            voice.process({parts.next(first, frames), {&centre, 1}, 12}, std::span(level).first(frames),
                          std::span(left).subspan(first, frames), std::span(right).subspan(first, frames));
        }
        return std::pair(left, right);
    };
    const auto whole = render(segment);
    for (const std::size_t frames : {1, 7, 31, 50}) EXPECT_EQ(render(frames), whole) << frames;
}

TEST_P(EverySound, FadesIntoAnotherWithoutAJump) {
    // Switched 1 ms after a spike, when every sound is still moving; no step larger than within the sounds themselves.
    for (const SpikeSound other : all_sounds) {
        SpikeVoice voice;
        voice.set(GetParam(), {});
        voice.prepare(rate_hz);
        const auto before = sound_of({{0, 0, 0.5}}, 48, voice);
        voice.set(other, {});
        const std::vector<double> level(segment, 1.0);
        const StereoGain centre;
        std::vector<double> left(1), right(1);
        voice.process({{}, {&centre, 1}, 1}, std::span(level).first(1), left, right);
        EXPECT_LT(std::abs(left[0] - before.back()), 0.04);
    }
}

INSTANTIATE_TEST_SUITE_P(Sound, EverySound, ::testing::ValuesIn(all_sounds));

TEST(Click, IsTheBandOfTheRig) {
    const auto filter = design_spike_filter(SpikeSound::click, {}, rate_hz);
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
    EXPECT_NEAR(static_cast<double>(n) / rate_hz * 1e3, 0.46 + 0.056, 0.08); // ms, plus the kernel's delay
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
}

TEST(ActionPotential, IsTheBiphasicWave) {
    constexpr double kernel_delay = 2.68;
    const double offset = 0.3, w = 12.0 / (2e-3 * rate_hz); // per sample
    const auto wave = one_spike(SpikeSound::action_potential, rate_hz, offset, 4800);
    const auto shape = [w](double t) { return t < 0.0 ? 0.0 : w * t * w * t * (3.0 - w * t) * std::exp(-w * t); };
    const double top = shape((3.0 - std::numbers::sqrt3) / w), highest = peak(wave);
    for (std::size_t n = 0; n < 200; ++n) {
        const double t = static_cast<double>(n) - offset - kernel_delay;
        EXPECT_NEAR(wave[n] / highest, shape(t) / top, 0.02) << n; // the band limit rounds the foot of the wave
    }
    const double trough = *std::min_element(wave.begin(), wave.end());
    EXPECT_NEAR(trough / highest, -0.436, 0.01);
    EXPECT_LT(std::abs(wave[100]) / highest, 0.012); // 2 ms after the spike
    EXPECT_NEAR(std::accumulate(wave.begin(), wave.end(), 0.0), 0.0, 1e-9);
}

TEST(Tone, HasItsPitchAndDecay) {
    SpikeSoundSettings settings;
    settings.tone_hz = 750.0;
    settings.tone_decay_ms = 20.0;
    const auto tone = one_spike(SpikeSound::tone, rate_hz, 0.6, 9600, settings);
    // 20 ms = 15 periods later the same wave is smaller by e.
    for (std::size_t n = 200; n < 2000; ++n) EXPECT_NEAR(tone[n + 960], tone[n] / std::numbers::e, 1e-6) << n;
    // It starts at the zero of a sine, at the spike's own instant plus the delay of the kernel at that frequency.
    const double phase =
        std::atan2(tone[2000], (tone[2001] - tone[1999] * std::exp(-2.0 / 960.0)) /
                                   (2.0 * std::exp(-1.0 / 960.0) * std::sin(2.0 * std::numbers::pi / 64.0)));
    const double samples =
        std::remainder(phase - 2.0 * std::numbers::pi * (2000.0 - 0.6) / 64.0, 2.0 * std::numbers::pi) /
        (2.0 * std::numbers::pi) * 64.0;
    EXPECT_NEAR(samples, -2.67, 0.05);
}

TEST(ActionPotential, ShortensWithTheInterval) {
    // At 1000 spikes a second the whole wave fits between two of them: both its peaks are there, as large as at 400.
    const auto slow = train(SpikeSound::action_potential, 400.0, rate_hz, 9600),
               fast = train(SpikeSound::action_potential, 1000.0, rate_hz, 9600);
    const auto crest = [](const std::vector<double>& v) {
        const auto [low, high] = std::minmax_element(v.begin() + 4800, v.end());
        return *high / -*low;
    };
    EXPECT_NEAR(crest(fast), crest(slow), 0.3 * crest(slow));
    EXPECT_GT(peak(fast), 0.5 * peak(slow));
}

TEST(SpikeSoundSettings, OutOfRangeAreHeld) {
    const double bad[] = {-1e9, 0.0, 1e9, std::nan(""), HUGE_VAL};
    for (const double value : bad)
        for (const SpikeSound sound : all_sounds)
            for (const double rate_hz : {8000.0, 48000.0, 384000.0}) {
                const SpikeSoundSettings settings{value, value, value, value, value};
                for (const double y : one_spike(sound, rate_hz, 0.5, 2000, settings)) {
                    ASSERT_TRUE(std::isfinite(y));
                    ASSERT_LE(std::abs(y), 10.0);
                }
            }
}

} // namespace
} // namespace soma::sound
