#include "ProcessorBench.h"
#include "Session/FactoryPresets.h"
#include "Support/WaitFor.h"

#include <gtest/gtest.h>

#include <set>

namespace soma::test {
namespace {

constexpr double rate_hz = 48000.0;
constexpr int block = 480;
constexpr double seconds = 4.0;

/// Inputs that each preset needs to be heard, beside itself.
const std::set<std::string> needs_audio{"factory/voice-as-current", "factory/spike-fuzz", "factory/rate-follower"};
const std::set<std::string> needs_sidechain{"factory/dynamic-clamp"};
const std::set<std::string> needs_notes{"factory/keyboard-in-tune",   "factory/keys-are-synapses",
                                        "factory/sawtooth-bass",      "factory/squid-bass",
                                        "factory/fast-spiker-bass",   "factory/bells",
                                        "factory/threshold-clavinet", "factory/just-organ"};

struct Heard {
    float peak_db, rms_db;
    bool finite;
};

Heard listen(const Preset& preset, bool audio, bool sidechain, bool notes) {
    ProcessorBench bench(rate_hz, block);
    bench.processor.load(preset);
    if (preset.values.integer(Id::midi_mode) == 2) // the tuning is found meanwhile
        wait_for([&] { return bench.processor.analysis().is_up_to_date(); });
    float peak = 0.0f;
    double power = 0.0;
    bool finite = true;
    bench.playing = true;
    for (int i = 0; i < static_cast<int>(seconds * rate_hz / block); ++i) {
        bench.begin(block);
        for (int k = 0; k < block; ++k) { // a voice's loudness: syllables of 150 Hz, four a second
            const double t = (i * block + k) / rate_hz;
            const double voice = 0.4 * std::sin(942.5 * t) * std::max(0.0, std::sin(25.1 * t));
            for (int c = 0; c < 2; ++c) bench.audio.setSample(c, k, audio ? static_cast<float>(voice) : 0.0f);
            bench.audio.setSample(2, k, sidechain ? static_cast<float>(std::abs(voice)) : 0.0f);
        }
        bench.midi.clear();
        if (notes && i % 50 == 10) bench.midi.addEvent(juce::MidiMessage::noteOn(1, 48 + i % 24, 0.8f), 0);
        if (notes && i % 50 == 40) bench.midi.addEvent(juce::MidiMessage::allNotesOff(1), 0);
        bench.processor.processBlock(bench.audio, bench.midi);
        finite = finite && bench.is_finite();
        for (int c = 0; c < 2; ++c) {
            peak = std::max(peak, bench.peak(c));
            power = std::max(power, 0.0 + bench.audio.getRMSLevel(c, 0, block));
        }
    }
    return {juce::Decibels::gainToDecibels(peak, -200.0f),
            juce::Decibels::gainToDecibels(static_cast<float>(power), -200.0f), finite};
}

TEST(Presets, AllCanBeHeardAndNoneTooLoud) {
    ASSERT_GE(host::factory_presets().size(), 30U);
    std::set<std::string> ids, names;
    for (const auto& preset : host::factory_presets()) {
        const bool audio = needs_audio.contains(preset.id), sidechain = needs_sidechain.contains(preset.id);
        const bool notes = needs_notes.contains(preset.id);
        const auto heard = listen(preset.preset, audio, sidechain, notes);
        RecordProperty(preset.id.substr(8), std::to_string(heard.peak_db));
        EXPECT_TRUE(heard.finite) << preset.id;
        EXPECT_GT(heard.peak_db, -24.0f) << preset.id;
        EXPECT_LT(heard.peak_db, -2.0f) << preset.id;
        if (audio || sidechain || notes) {
            EXPECT_LT(listen(preset.preset, false, false, false).peak_db, -60.0f)
                << preset.id << " waits for its input";
        }
        EXPECT_TRUE(ids.insert(preset.id).second) << preset.id;
        EXPECT_TRUE(names.insert(preset.preset.name).second) << preset.preset.name;
    }
}

TEST(Presets, AreSortedByCategoryAndEachCategoryHasSome) {
    std::vector<std::string> seen;
    for (const auto& preset : host::factory_presets())
        if (seen.empty() || seen.back() != preset.preset.category) seen.push_back(preset.preset.category);
    EXPECT_EQ(seen, std::vector<std::string>(preset_categories.begin(), preset_categories.end()));
}

/// The scale of a preset reaches the engine, and the next preset without one takes it away.
TEST(Presets, ATuningIsHeardAndGoesWithItsPreset) {
    ProcessorBench bench(rate_hz, block);
    auto preset = std::ranges::find(host::factory_presets(), "factory/just-organ", &host::FactoryPreset::id)->preset;
    preset.values.set(Id::unison, 1.0);
    constexpr int spikes_channel = 3; // behind Main and Voltage
    const auto spikes_per_s = [&] {   // key 64, the third: 5/4 of middle C or four equal steps above it
        bench.processor.load(preset);
        wait_for([&] { return bench.processor.analysis().is_up_to_date(); });
        int crossings = 0;
        float last = 0.0f;
        for (int i = 0; i < 400; ++i) {
            bench.begin(block);
            bench.midi.clear();
            if (i == 10) bench.midi.addEvent(juce::MidiMessage::noteOn(1, 64, 1.0f), 0);
            bench.processor.processBlock(bench.audio, bench.midi);
            for (int k = 0; i >= 100 && k < block; ++k) {
                const float v = bench.audio.getSample(spikes_channel, k);
                crossings += last < 0.4f && v >= 0.4f ? 1 : 0;
                last = v;
            }
        }
        bench.midi.clear();
        return crossings / 3.0;
    };
    const double c4_hz = 440.0 * std::exp2(-0.75);
    EXPECT_NEAR(spikes_per_s(), c4_hz * 1.25, 0.7);
    preset.tuning = {};
    EXPECT_NEAR(spikes_per_s(), c4_hz * std::exp2(4.0 / 12.0), 0.7);
}

TEST(Presets, AreReadWithoutANote) {
    for (const auto& preset : host::factory_presets()) {
        const auto again = read_preset(preset.id, preset_text(preset.preset));
        EXPECT_TRUE(again.notes.empty()) << preset.id << ": " << again.notes.front();
        EXPECT_FALSE(preset.preset.name.empty()) << preset.id;
    }
}

} // namespace
} // namespace soma::test
