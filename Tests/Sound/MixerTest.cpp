#include "Sound/Mixer.h"

#include "Core/Random.h"
#include "Sound/Loudness.h"
#include "Sound/SampleRate.h"
#include "Sound/VoltageLowpass.h"
#include "Support/LifTone.h"
#include "Support/Quanta.h"
#include "Support/RealTimeGuard.h"
#include "Support/Spectrum.h"
#include "Support/TruePeak.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <gtest/gtest.h>
#include <limits>
#include <vector>

namespace soma::sound {
namespace {

struct Material {
    std::vector<SpikeEvent> spikes;
    std::vector<double> voltage_mv, stimulus_pa;
};

/// A tone of 110 Hz and a train of current.
Material lif_material(std::size_t rows) {
    const test::LifTone tone(110.0, rate_hz);
    Material material{tone.spikes(static_cast<std::int64_t>(rows)), tone.anti_aliased(rows), {}};
    for (std::size_t n = 0; n < rows; ++n) material.stimulus_pa.push_back(n % 4800 < 2400 ? 30.0 : 0.0);
    return material;
}

struct Sound {
    std::vector<float> left, right, spikes;
    bool operator==(const Sound&) const = default;
    float peak() const {
        float p = 0.0f;
        for (const auto* channel : {&left, &right})
            for (const float v : *channel) p = std::max(p, std::abs(v));
        return p;
    }
};

/// Renders rows first … first + count in blocks; `mixer` keeps its state.
Sound play(Mixer& mixer, const Material& material, std::size_t first, std::size_t count, std::size_t block) {
    Sound out{std::vector<float>(count), std::vector<float>(count), std::vector<float>(count)};
    for (std::size_t n = 0; n < count; n += block) {
        const std::size_t frames = std::min(block, count - n), row = first + n;
        std::vector<SpikeEvent> events;
        for (auto event : material.spikes)
            if (event.sample >= static_cast<int>(row) && event.sample < static_cast<int>(row + frames)) {
                event.sample -= static_cast<int>(row);
                events.push_back(event);
            }
        const auto rows = [&](const std::vector<double>& all) {
            return all.empty() ? std::span<const double>() : std::span<const double>(all).subspan(row, frames);
        };
        test::mix(mixer, {events, rows(material.voltage_mv), rows(material.stimulus_pa)},
                  {std::span(out.left).subspan(n, frames), std::span(out.right).subspan(n, frames),
                   std::span(out.spikes).subspan(n, frames)});
    }
    return out;
}

MixSettings everything() {
    MixSettings settings;
    settings.stimulus_level_db = settings.pitch_level_db = -20.0;
    settings.output_level_db = 6.0; // into the limiter
    return settings;
}

TEST(Mixer, DoesNotDependOnTheBlockSize) {
    constexpr std::size_t rows = 8192; // 2 × 4096
    const auto material = lif_material(2 * rows);
    const auto run = [&](std::size_t block) {
        Mixer mixer;
        auto settings = everything();
        mixer.set(settings);
        mixer.prepare(rate_hz);
        auto out = play(mixer, material, 0, rows, block);
        settings.spike_sound = SpikeSound::tone; // a change in full flight, and a mute
        settings.voltage_level_db = off_db;
        settings.neurons = 3;
        settings.muted = true;
        mixer.set(settings);
        const auto second = play(mixer, material, rows, rows, block);
        out.left.insert(out.left.end(), second.left.begin(), second.left.end());
        out.right.insert(out.right.end(), second.right.begin(), second.right.end());
        out.spikes.insert(out.spikes.end(), second.spikes.begin(), second.spikes.end());
        return out;
    };
    const auto whole = run(rows);
    EXPECT_GT(whole.peak(), 0.5f);
    for (const std::size_t block : {1, 7, 64, 333, 4096}) EXPECT_TRUE(run(block) == whole) << block;
}

TEST(Mixer, LoadsWithoutAThump) {
    // The promise: below −90 dBFS in the first 100 ms, at a level 40 dB above the default.
    for (const double v : {-70.0, -65.0 * 1000.0, 30.0}) {
        VoltageLowpass lowpass;
        lowpass.reset(v);
        Material material{{}, {}, std::vector<double>(4800, 250.0)};
        for (int n = 0; n < 4800; ++n) {
            material.voltage_mv.push_back(lowpass.output());
            lowpass.whole_sample(v, 0.0, v, 0.0);
            lowpass.tick();
        }
        auto settings = everything();
        settings.pitch_level_db = off_db;
        settings.output_level_db = 40.0;
        Mixer mixer;
        mixer.set(settings);
        mixer.prepare(rate_hz);
        const float peak = play(mixer, material, 0, 4800, 64).peak();
        EXPECT_LT(20.0 * std::log10(peak), -90.0) << v;
    }
}

TEST(Mixer, IsAsLoudAsItSays) {
    // A sine of V of 10 mV: −46 + 20 dBFS. A current of full scale: 0 dBFS. The pitch monitor: source_lufs.
    constexpr std::size_t rows = 9600;
    MixSettings settings;
    settings.output_level_db = 0.0;
    settings.voltage_level_db = off_db;
    const auto peak_db = [&](const Material& material) {
        Mixer mixer;
        mixer.set(settings);
        mixer.prepare(rate_hz);
        return 20.0 * std::log10(play(mixer, material, 0, rows, 64).peak());
    };
    std::vector<double> sine(rows);
    for (std::size_t n = 0; n < rows; ++n) sine[n] = std::sin(0.1 * static_cast<double>(n));
    Material voltage{{}, sine, {}}, current{{}, {}, sine};
    for (double& v : voltage.voltage_mv) v = -70.0 + 10.0 * v;
    for (double& pa : current.stimulus_pa) pa *= 50.0;
    settings.voltage_level_db = 0.0;
    EXPECT_NEAR(peak_db(voltage), -26.02, 0.02);
    settings.stimulus_level_db = -6.0;
    settings.stimulus_full_scale_pa = 50.0;
    EXPECT_NEAR(peak_db(current), -6.0, 0.02);
    settings.pitch_level_db = 0.0;
    EXPECT_NEAR(peak_db({{}, std::vector<double>(rows, -70.0), {}}), source_lufs + 0.691, 0.1); // K(190 Hz) is +0.08 dB
}

TEST(Mixer, NeverLeavesItsCeilingWhateverComes) {
    const double nan = std::nan(""), inf = std::numeric_limits<double>::infinity();
    const double bad[] = {nan, inf, -inf, 1e308, -1e308, 1e30, 0.0, 1e-310};
    SplitMix64 random(11);
    Material material;
    for (int n = 0; n < 20000; ++n) {
        const auto pick = [&] { return random.unit() < 0.05 ? bad[random.below(8)] : 200.0 * random.unit() - 100.0; };
        material.voltage_mv.push_back(pick());
        material.stimulus_pa.push_back(pick());
        for (int spike = 0; spike < 20; ++spike)
            material.spikes.push_back({n, static_cast<std::int32_t>(random.below(5000)) - 10,
                                       random.unit() < 0.05 ? bad[random.below(8)] : random.unit()});
    }
    for (unsigned sound = 0; sound < spike_sounds; ++sound) {
        auto settings = everything();
        settings.spike_sound = static_cast<SpikeSound>(sound);
        settings.output_level_db = 40.0;
        Mixer mixer;
        mixer.set(settings);
        mixer.prepare(rate_hz);
        const auto out = play(mixer, material, 0, 20000, 1000);
        for (const auto* channel : {&out.left, &out.right})
            for (const float v : *channel) {
                ASSERT_TRUE(std::isfinite(v));
                ASSERT_LE(std::abs(v), static_cast<float>(Limiter::ceiling));
            }
        // Afterwards it sounds as if nothing had happened.
        settings.output_level_db = -12.0;
        mixer.set(settings);
        const auto good = lif_material(48000);
        EXPECT_GT(play(mixer, good, 0, 48000, 1000).peak(), 0.01f);
    }
}

TEST(Mixer, DoesNothingForbiddenOnTheAudioThread) {
    if (!test::RealTimeGuard::available()) GTEST_SKIP() << "a sanitizer has its own allocator";
    constexpr std::size_t rows = limits::quantum, quanta = 64;
    const auto material = lif_material(quanta * rows);
    std::vector<std::vector<SpikeEvent>> spikes;
    test::SpikeParts parts(material.spikes);
    for (std::size_t i = 0; i < quanta; ++i) {
        const auto part = parts.next(i * rows, rows);
        spikes.emplace_back(part.begin(), part.end());
    }
    Mixer mixer;
    VoltageLowpass lowpass;
    auto settings = everything();
    std::vector<float> left(rows), right(rows), unit(rows);
    const test::RealTimeGuard guard;
    for (unsigned round = 0; round < 12; ++round) {
        settings.spike_sound = static_cast<SpikeSound>(round % spike_sounds);
        settings.spike_settings.tone_hz = 500.0 + round;
        settings.neurons = static_cast<int>(round * 100);
        settings.muted = round % 5 == 4;
        mixer.set(settings);
        if (round % 4 == 3) mixer.restart();
        for (std::size_t i = 0; i < quanta; ++i)
            mixer.process({spikes[i], std::span(material.voltage_mv).subspan(i * rows, rows),
                           std::span(material.stimulus_pa).subspan(i * rows, rows)},
                          {left, right, unit});
        lowpass.segment({0.0, 0.4, -70.0, 1.0, -60.0, 2.0});
        lowpass.segment({0.4, 0.6, -70.0, 0.0, -70.0, 0.0});
        lowpass.tick();
    }
    EXPECT_EQ(guard.violations(), 0) << guard.first();
}

/// True peak (dBTP) of one of the mixer's own sources at a level that is `overload_db` above the ceiling.
double overloaded_true_peak(const Material& material, MixSettings settings, double overload_db) {
    settings.output_level_db = 0.0;
    const auto peak_at = [&](double level_db, bool between_samples) {
        settings.output_level_db = level_db;
        Mixer mixer;
        mixer.set(settings);
        mixer.prepare(rate_hz);
        const auto out = play(mixer, material, 0, material.voltage_mv.size(), 64);
        return 20.0 * std::log10(between_samples ? test::true_peak(out.left) : static_cast<double>(out.peak()));
    };
    const double free_peak = peak_at(-40.0, false) + 40.0; // what the limiter would see at 0 dB
    return peak_at(20.0 * std::log10(Limiter::ceiling) - free_peak + overload_db, true);
}

TEST(Mixer, KeepsTruePeaksLow) {
    // Its own sounds, too loud: what overshoots the limiter's ceiling between two samples.
    double worst_moderate = -100.0, worst_severe = -100.0;
    for (const double frequency_hz : {110.0, 1318.5, 3520.0}) {
        const test::LifTone tone(frequency_hz, rate_hz, 0.1);
        const Material material{tone.spikes(9600), tone.anti_aliased(9600), {}};
        for (unsigned source = 0; source <= spike_sounds; ++source) {
            MixSettings settings;
            const bool voltage = source == spike_sounds;
            if (!voltage) settings.spike_sound = static_cast<SpikeSound>(source);
            (voltage ? settings.spike_level_db : settings.voltage_level_db) = off_db;
            const double moderate = overloaded_true_peak(material, settings, 6.0);
            const double severe = overloaded_true_peak(material, settings, 40.0);
            std::printf("    %6.1f Hz, source %u: +6 dB %.2f dBTP, +40 dB %.2f dBTP\n", frequency_hz, source, moderate,
                        severe);
            worst_moderate = std::max(worst_moderate, moderate);
            worst_severe = std::max(worst_severe, severe);
        }
    }
    EXPECT_LE(worst_moderate, -1.0);
    EXPECT_LE(worst_severe, -1.0);
}

TEST(Mixer, CarriesNoConstantWhateverFires) {
    // Up to a hundred neurons side by side at rates from slow to beyond hearing, by every sound, quiet and far too
    // loud.
    constexpr std::size_t rows = std::size_t{1} << 17;
    double worst = 0.0;
    for (unsigned sound = 0; sound < spike_sounds; ++sound)
        for (const double frequency_hz : {5.0, 100.0, 441.3, 1500.0, 9000.0})
            for (const int neurons : {1, 100})
                for (const double level_db : {-12.0, 24.0}) {
                    Material material;
                    for (const auto& event : test::LifTone(frequency_hz, rate_hz).spikes(rows))
                        for (int neuron = 0; neuron < neurons; ++neuron)
                            material.spikes.push_back({event.sample, neuron, event.offset});
                    MixSettings settings;
                    settings.spike_sound = static_cast<SpikeSound>(sound);
                    settings.neurons = neurons;
                    settings.output_level_db = level_db;
                    Mixer mixer;
                    mixer.set(settings);
                    mixer.prepare(rate_hz);
                    std::vector<float> left(rows), right(rows);
                    test::mix(mixer, {material.spikes, {}, {}}, {left, right, {}});
                    const std::vector<double> settled(left.begin() + rows / 2, left.end());
                    const double constant = std::abs(test::constant_part(settled));
                    // A limiter that works takes more from the higher half of a wave: no source's constant, and
                    // bounded.
                    EXPECT_LE(constant, level_db > 0.0 ? 0.05 : 1e-5) << sound << " " << frequency_hz << " " << neurons;
                    if (level_db < 0.0) worst = std::max(worst, constant);
                }
    std::printf("    worst constant %.1e of full scale\n", worst);
}

TEST(Mixer, StopsAConstantThatASourceMakes) {
    // A voltage that never stops rising leaves the source's own block as a constant.
    Material material;
    for (int n = 0; n < 96000; ++n) material.voltage_mv.push_back(0.01 * n);
    MixSettings settings;
    settings.spike_level_db = off_db;
    settings.output_level_db = 0.0;
    Mixer mixer;
    mixer.set(settings);
    mixer.prepare(rate_hz);
    const auto out = play(mixer, material, 0, 96000, 512);
    EXPECT_GT(out.peak(), 0.01f); // it is let in at first
    EXPECT_LT(std::abs(out.left.back()), 1e-6f);
}

TEST(Mixer, RestartsWithoutAClick) {
    const auto material = lif_material(9600);
    Mixer mixer;
    MixSettings settings;
    settings.spike_level_db = off_db;
    settings.output_level_db = 0.0;
    mixer.set(settings);
    mixer.prepare(rate_hz);
    const auto before = play(mixer, material, 0, 4810, 4810);
    mixer.restart();
    Material elsewhere{{}, std::vector<double>(4800, 20.0), {}};
    const auto after = play(mixer, elsewhere, 0, 4800, 64);
    float step = std::abs(after.left[0] - before.left.back());
    for (std::size_t n = 1; n < after.left.size(); ++n)
        step = std::max(step, std::abs(after.left[n] - after.left[n - 1]));
    EXPECT_LT(step, 0.005f * std::max(0.1f, before.peak()) * 2.0f);
    EXPECT_LT(std::abs(after.left.back()), 1e-6f);
}

TEST(Mixer, SaysWhyItIsSilent) {
    Material nothing{{}, std::vector<double>(96000, -70.0), {}};
    const auto reason = [&](const MixSettings& settings, std::size_t rows, const Material& material) {
        Mixer mixer;
        mixer.set(settings);
        mixer.prepare(rate_hz);
        play(mixer, material, 0, rows, 512);
        return mixer.silence_reason();
    };
    MixSettings settings;
    EXPECT_EQ(reason(settings, 512, nothing), SilenceReason::fading_in);
    EXPECT_EQ(reason(settings, 96000, nothing), SilenceReason::at_rest);
    EXPECT_EQ(reason(settings, 48000, lif_material(48000)), SilenceReason::none);
    settings.voltage_level_db = off_db;
    EXPECT_EQ(reason(settings, 96000, nothing), SilenceReason::no_spikes);
    settings.spike_level_db = off_db;
    EXPECT_EQ(reason(settings, 96000, nothing), SilenceReason::all_levels_off);
    settings.output_level_db = off_db;
    EXPECT_EQ(reason(settings, 96000, nothing), SilenceReason::output_off);
    settings.muted = true;
    EXPECT_EQ(reason(settings, 96000, nothing), SilenceReason::muted);
}

TEST(Mixer, MutesToExactSilenceAndBack) {
    const auto material = lif_material(24000);
    Mixer mixer;
    MixSettings settings;
    mixer.set(settings);
    mixer.prepare(rate_hz);
    play(mixer, material, 0, 8000, 64);
    settings.muted = true;
    mixer.set(settings);
    const auto muted = play(mixer, material, 8000, 8000, 64);
    for (std::size_t n = 2400; n < 8000; ++n) ASSERT_EQ(muted.left[n], 0.0f);
    EXPECT_GT(*std::max_element(muted.spikes.begin(), muted.spikes.end()), 0.5f); // the Spikes bus is for patching
    settings.muted = false;
    mixer.set(settings);
    EXPECT_GT(play(mixer, material, 16000, 8000, 64).peak(), 0.01f);
}

} // namespace
} // namespace soma::sound
