#include "CommandLineRun.h"

#include "Session/FactoryPresets.h"
#include "SoundFile/SoundReader.h"

#include "Parameters/ParameterText.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>
#include <filesystem>

namespace soma::test {
namespace {

using testing::HasSubstr;

const std::string presets = project_path("Assets/Presets/");

std::vector<std::vector<float>> sound_of(const CommandLine& line, const std::string& name) {
    sound_file::SoundReader reader(line.path(name), name);
    std::vector<std::vector<float>> channels(static_cast<std::size_t>(reader.channels()),
                                             std::vector<float>(static_cast<std::size_t>(reader.frames())));
    std::vector<float*> pointers;
    for (auto& channel : channels) pointers.push_back(channel.data());
    reader.read(0, static_cast<int>(reader.frames()), pointers.data());
    return channels;
}

/// A preset is its parameters: the same as setting them one by one.
TEST(CommandLinePreset, APresetSoundsLikeItsParameters) {
    for (const auto& preset : host::factory_presets()) {
        if (!preset.preset.initial.empty()) continue;
        CommandLine line;
        std::string settings;
        for (const auto& row : parameters()) {
            const auto value = preset.preset.values[*find_parameter(row.id)];
            if (value != row.default_value)
                settings += " --set '" + std::string(row.id) + "=" + exact_text(row, value) + "'";
        }
        const auto by_id = line.run("render --duration 0.2 -o id.wav --preset " + preset.id);
        ASSERT_EQ(by_id.status, 0) << by_id.err;
        const auto by_name = line.run("render --duration 0.2 -o name.wav --preset '" + preset.preset.name + "'");
        ASSERT_EQ(by_name.status, 0) << by_name.err;
        const auto by_values = line.run("render --duration 0.2 -o values.wav" + settings);
        ASSERT_EQ(by_values.status, 0) << by_values.err;
        EXPECT_TRUE(line.read("id.wav") == line.read("values.wav")) << preset.id;
        EXPECT_TRUE(line.read("id.wav") == line.read("name.wav")) << preset.id;
    }
}

TEST(CommandLinePreset, FilesAndOnesOwnAreFound) {
    CommandLine line;
    std::filesystem::create_directories(line.path(".config/Somaphone/Presets"));
    const auto own = line.path(".config/Somaphone/Presets/My #1 axon.json");
    std::filesystem::copy(presets + "03-squid-axon.json", own);
    const std::string home = std::getenv("HOME") != nullptr ? std::getenv("HOME") : "";
    setenv("HOME", line.path("").c_str(), 1);
    const auto expected = line.run("render --duration 0.1 --trace - --preset squid-axon").out;
    EXPECT_THAT(expected, HasSubstr("# preset: "));
    for (const auto& name : {"'" + presets + "03-squid-axon.json'", std::string("'My #1 axon'"),
                             std::string("'my #1 AXON'"), std::string("'user/My #1 axon'")}) {
        const auto ran = line.run("render --duration 0.1 --trace - --preset " + name);
        EXPECT_EQ(ran.status, 0) << ran.err;
        EXPECT_EQ(ran.out.substr(ran.out.find("\ntime_s")), expected.substr(expected.find("\ntime_s"))) << name;
    }
    const auto list = nlohmann::json::parse(line.run("presets --json").out);
    EXPECT_EQ(list.size(), host::factory_presets().size() + 1);
    EXPECT_EQ(list[0].at("id"), "user/My #1 axon");
    EXPECT_EQ(list[0].at("model"), "hh");
    setenv("HOME", home.c_str(), 1);
}

TEST(CommandLinePreset, CellsAndSettingsChangeIt) {
    CommandLine line;
    const auto ran =
        line.run("render --duration 0.01 --trace - --preset squid-axon --cell 474626527 --set rest_mv=-71");
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_THAT(parse_csv(ran.out).comments, testing::Contains(HasSubstr("# cell: allen/474626527")));
    EXPECT_THAT(parse_csv(ran.out).comments, testing::Contains("# rest_mv: -71 mV"));
    EXPECT_EQ(line.run("experiment rheobase --preset squid-axon").status, 0);
    const auto unknown = line.run("render -o a.wav --preset squid-axom");
    EXPECT_EQ(unknown.status, 2);
    EXPECT_THAT(unknown.err, HasSubstr("no preset is named 'squid-axom'; near: Squid axon"));
    line.write("no.json", "{}");
    EXPECT_EQ(line.run("render -o a.wav --preset no.json").status, 1);
}

/// The stems are what the trace says, in the units that Routing.md gives them.
TEST(CommandLinePreset, StemsAreTheBusesOfThePlugin) {
    CommandLine line;
    const auto ran = line.run("render --cell 474626527 --set stim_shape=step --set stim_amplitude_pa=45 --duration 0.5 "
                              "-o mix.wav --stems take --trace t.csv --spikes s.csv");
    ASSERT_EQ(ran.status, 0) << ran.err;
    auto trace = line.csv("t.csv");
    const auto spikes_s = line.csv("s.csv").columns["time_s"];
    ASSERT_GT(spikes_s.size(), 5u);
    const auto voltage = sound_of(line, "take-voltage.wav"), stimulus = sound_of(line, "take-stimulus.wav"),
               spikes = sound_of(line, "take-spikes.wav");
    ASSERT_EQ(voltage.size(), 1u);
    ASSERT_EQ(voltage[0].size(), trace.columns["voltage_mV"].size());
    for (std::size_t k = 0; k < voltage[0].size(); ++k) {
        EXPECT_FLOAT_EQ(voltage[0][k], static_cast<float>(trace.columns["voltage_mV"][k] / 100.0)) << k;
        EXPECT_FLOAT_EQ(stimulus[0][k], static_cast<float>(trace.columns["current_pA"][k] / 1000.0)) << k;
    }
    // A unit pulse for each: the largest sample of a band-limited one is within a few samples of its instant.
    for (const double s : spikes_s) {
        float peak = 0.0f;
        const auto at = static_cast<std::int64_t>(s * 48000.0);
        for (auto k = std::max<std::int64_t>(0, at); k < std::min<std::int64_t>(at + 40, std::ssize(spikes[0])); ++k)
            peak = std::max(peak, std::abs(spikes[0][static_cast<std::size_t>(k)]));
        EXPECT_GT(peak, 0.5f) << s;
    }
    EXPECT_THAT(line.files(), testing::ElementsAre("mix.wav", "s.csv", "t.csv", "take-spikes.wav", "take-stimulus.wav",
                                                   "take-voltage.wav"));
    EXPECT_EQ(line.run("render --duration 0.1 --stems silent").status, 0);
}

TEST(CommandLinePreset, TheEndingChoosesTheFormatOfTheMix) {
    CommandLine line;
    for (const auto* name : {"a.wav", "a.aiff", "a.caf", "a.au", "a.w64", "a.rf64", "a.flac", "a.ogg", "plain"}) {
        const auto ran = line.run("render " + speech + loud + "-o " + name);
        ASSERT_EQ(ran.status, 0) << ran.err;
        EXPECT_EQ(ran.err, "") << name;
    }
    const auto starts = [&](const char* name, const char* magic) {
        EXPECT_THAT(line.read(name), testing::StartsWith(magic)) << name;
    };
    starts("a.wav", "RIFF"), starts("plain", "RIFF"), starts("a.aiff", "FORM"), starts("a.caf", "caff"),
        starts("a.au", ".snd");
    starts("a.w64", "riff"), starts("a.rf64", "RF64"), starts("a.flac", "fLaC"), starts("a.ogg", "OggS");
    const auto expected = sound_of(line, "a.wav");
    for (const auto* name : {"a.aiff", "a.caf", "a.au", "a.w64", "a.rf64", "plain", "a.flac", "a.ogg"}) {
        const auto found = sound_of(line, name);
        ASSERT_EQ(found.size(), expected.size()) << name;
        ASSERT_EQ(found[0].size(), expected[0].size()) << name;
        // FLAC rounds to 24 bits; of Vorbis, which loses what is not heard, only the level is compared.
        const bool vorbis = std::string_view(name) == "a.ogg", flac = std::string_view(name) == "a.flac";
        double difference = 0.0, power = 0.0;
        for (std::size_t k = 0; k < found[0].size(); ++k) {
            difference = std::max(difference, std::abs(static_cast<double>(found[0][k]) - expected[0][k]));
            power += found[0][k] * found[0][k] - expected[0][k] * expected[0][k];
        }
        EXPECT_LE(difference, vorbis ? 1.0 : flac ? 0x1p-23 : 0.0) << name;
        EXPECT_LT(std::abs(power) / static_cast<double>(found[0].size()), 1e-3) << name;
    }
    EXPECT_EQ(line.run("render a.flac --spikes s.csv").status, 0);
}

} // namespace
} // namespace soma::test
