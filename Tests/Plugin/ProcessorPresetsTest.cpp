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

/// What each preset needs to be heard, beside itself.
const std::set<std::string> needs_audio{"factory/voice-as-current"};
const std::set<std::string> needs_sidechain{"factory/dynamic-clamp"};
const std::set<std::string> needs_notes{"factory/keyboard-in-tune", "factory/keys-are-synapses"};

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
    ASSERT_GE(host::factory_presets().size(), 16U);
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

TEST(Presets, AreReadWithoutANote) {
    for (const auto& preset : host::factory_presets()) {
        const auto again = read_preset(preset.id, preset_text(preset.preset));
        EXPECT_TRUE(again.notes.empty()) << preset.id << ": " << again.notes.front();
        EXPECT_FALSE(preset.preset.name.empty()) << preset.id;
    }
}

} // namespace
} // namespace soma::test
