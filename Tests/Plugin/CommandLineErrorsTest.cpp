#include "BuiltPaths.h"
#include "CommandLineRun.h"

#include "Compatibility/AudioWriter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <juce_audio_formats/juce_audio_formats.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace soma::test {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// A run that must fail: one line on standard error that holds all of `words`, nothing on standard output, and no file
/// more or changed.
void expect_failure(CommandLine& line, const std::string& arguments, int status,
                    const std::vector<std::string>& words) {
    std::vector<std::pair<std::string, std::string>> before;
    for (const auto& name : line.files()) before.emplace_back(name, line.read(name));
    const auto ran = line.run(arguments);
    EXPECT_EQ(ran.status, status) << arguments << "\n" << ran.err;
    EXPECT_EQ(ran.out, "") << arguments;
    EXPECT_THAT(ran.err, AllOf(StartsWith("somaphone: "), EndsWith("\n"))) << arguments;
    EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << arguments << "\n" << ran.err;
    for (const auto& word : words) EXPECT_THAT(ran.err, HasSubstr(word)) << arguments;
    std::vector<std::pair<std::string, std::string>> after;
    for (const auto& name : line.files()) after.emplace_back(name, line.read(name));
    EXPECT_EQ(before, after) << arguments;
}

void write_sound(const std::filesystem::path& path, const juce::AudioBuffer<float>& samples, int bits) {
    juce::AudioFormatManager formats;
    formats.registerBasicFormats();
    const juce::File file(path.string());
    std::unique_ptr<juce::OutputStream> stream = std::make_unique<juce::FileOutputStream>(file);
    const auto writer = compatibility::audio_writer(*formats.findFormatForFileExtension(file.getFileExtension()),
                                                    stream, 48000.0, samples.getNumChannels(), bits);
    ASSERT_NE(writer, nullptr);
    ASSERT_TRUE(writer->writeFromAudioSampleBuffer(samples, 0, samples.getNumSamples()));
}

juce::AudioBuffer<float> noise(int channels, int frames) {
    juce::AudioBuffer<float> samples(channels, frames);
    juce::Random random(3);
    for (int c = 0; c < channels; ++c)
        for (int k = 0; k < frames; ++k) samples.setSample(c, k, random.nextFloat() - 0.5f);
    return samples;
}

TEST(CommandLineErrors, BadUsageIsStatus2) {
    CommandLine line;
    const std::pair<const char*, std::vector<std::string>> cases[] = {
        {"", {"a command is needed: render, cells, params"}},
        {"paint", {"unknown command 'paint'", "render, cells, params"}},
        {"render", {"nothing to write; give at least one of -o"}},
        {"render --colour red -o a.wav", {"--colour"}},
        {"render -o", {"-o", "OUT.wav missing"}},
        {"render -o ''", {"-o: is empty"}},
        {"render -o -", {"-o -: only", "name a file"}},
        {"render a.wav b.wav -o c.wav", {"not expected: b.wav"}},
        {"render -o a.wav --set", {"--set", "missing"}},
        {"render -o a.wav --set rest_mv", {"--set 'rest_mv' has no '='"}},
        {"render -o a.wav --set rest=-70", {"unknown parameter 'rest'", "near: rest_mv"}},
        {"render -o a.wav --set tresh=-70", {"unknown parameter 'tresh'", "threshold_mv"}},
        {"render -o a.wav --set rest_mv=-900", {"rest_mv: -900 mV is outside its range, -250 to 250 mV"}},
        {"render -o a.wav --set rest_mv=high", {"rest_mv: 'high' is not a number in mV"}},
        {"render -o a.wav --set rest_mv=nan", {"rest_mv: 'nan' is not a number"}},
        {"render -o a.wav --set 'rest_mv=-70 pA'", {"'pA' is not its unit, which is mV"}},
        {"render -o a.wav --set model=brain", {"model: 'brain' is none of rest, r, rc, lif"}},
        {"render -o a.wav --seed 0", {"stim_seed", "outside its range"}},
        {"render -o a.wav --seed abc", {"stim_seed: 'abc' is not a number"}},
        {"render -o a.wav --cell 474626572", {"no cell is named '474626572'", "near: allen/474626527"}},
        {"render -o a.wav --cell none.json", {"no cell is named 'none.json'", "no file of this name"}},
        {"render -o a.wav --rate 10", {"--rate", "1000"}},
        {"render -o a.wav --rate fast", {"--rate", "fast"}},
        {"render -o a.wav --block 0", {"--block", "1 to 1048576"}},
        {"render -o a.wav --duration -1", {"--duration"}},
        {"render --trace a.csv --spikes a.csv", {"a.csv: is asked for twice"}},
        {"render --spikes - --trace -", {"-: is asked for twice"}},
        {"render a.csv --spikes a.csv", {"a.csv: is the input; give the output another name"}},
        {"render -o a.wav --set stim_shape=step --set stim_duration_ms=9e6", {"--duration"}},
        {"params --yaml", {"--yaml"}},
        {"render -o a.wav '\xf0'", {"argument 4, '?', is not UTF-8"}}, // JUCE read on behind it
        {"render -o 'caf\xe9.wav' --duration 0.1", {"argument 3, 'caf?.wav', is not UTF-8"}},
        {"cells 3", {"not expected: 3"}},
    };
    for (const auto& [arguments, words] : cases) expect_failure(line, arguments, 2, words);
    expect_failure(line, "render " + speech + " -o a.wav --rate 48000", 2,
                   {"--rate 48000", "44100 Hz", "leave --rate out"});
}

TEST(CommandLineErrors, BadSoundIsStatus1) {
    CommandLine line;
    auto samples = noise(2, 48000);
    for (const auto* name : {"good.wav", "good.aiff", "good.flac", "good.ogg"})
        write_sound(line.path(name), samples, 16);
    for (const auto* name : {"good.wav", "good.aiff", "good.flac", "good.ogg"}) {
        const auto bytes = line.read(name);
        for (const auto share : {0.3, 0.9, 0.999}) {
            const auto cut = "cut-" + std::string(name);
            line.write(cut, bytes.substr(0, static_cast<std::size_t>(static_cast<double>(bytes.size()) * share)));
            expect_failure(line, "render " + cut + " -o out.wav --spikes out.csv", 1,
                           {cut, "is truncated", "get the whole file"});
        }
        line.write("head", bytes.substr(0, 20));
        expect_failure(line, "render head -o out.wav", 1, {"head: "});
    }
    samples.setSample(1, 777, std::numeric_limits<float>::quiet_NaN());
    write_sound(line.path("nan.wav"), samples, 32);
    expect_failure(line, "render nan.wav -o out.wav --trace t.csv", 1,
                   {"nan.wav: sample 777 of channel 2 is not a finite number"});
    write_sound(line.path("wide.wav"), noise(12, 100), 16);
    expect_failure(line, "render wide.wav -o out.wav", 1, {"wide.wav: has 12 channels", "at most 8"});
    line.write("text.wav", "this is not a sound");
    line.write("empty.flac", "");
    expect_failure(
        line, "render text.wav -o out.wav", 1,
        {"text.wav: is not a sound file that can be read; it must be WAV", "table of currents must be named .csv"});
    expect_failure(line, "render empty.flac -o out.wav", 1, {"empty.flac: is not a sound file"});
    expect_failure(line, "render none.wav -o out.wav", 1, {"none.wav: cannot be read: No such file"});
    expect_failure(line, "render . -o out.wav", 1, {".: is a folder"});
}

TEST(CommandLineErrors, BadTablesAndCellsAreStatus1) {
    CommandLine line;
    const std::pair<const char*, std::vector<std::string>> tables[] = {
        {"time_s,current_nA\n0,1\n", {"x.csv: line 1", "no column current_pA", "near: current_nA"}},
        {"current_pA\n1\nnan\n", {"x.csv: line 3: current_pA is 'nan'"}},
        {"current_pA\n1\nabc\n", {"x.csv: line 3: current_pA is 'abc'; it must be a number"}},
        {"current_pA\n", {"x.csv: line 1: no rows"}},
        {"", {"x.csv: is empty"}},
    };
    for (const auto& [text, words] : tables) {
        line.write("x.csv", text);
        expect_failure(line, "render x.csv -o out.wav --spikes s.csv", 1, words);
    }
    expect_failure(line, "render none.csv -o out.wav", 1, {"none.csv: cannot be read: No such file"});
    expect_failure(line, "render - --spikes -", 1, {"standard input: is empty"});

    line.write("cell.json", R"({"model": "lif", "parameters": {"rest_mv": -700}})");
    expect_failure(line, "render -o out.wav --cell cell.json", 1,
                   {"cell.json: cell 'cell', parameters, rest_mv: -700 mV is outside"});
    line.write("cell.json", R"({"model": "rc", "parameters": {}, "initial": {"m": 0.5}})");
    expect_failure(line, "render -o out.wav --cell cell.json", 2, {"the model rc has no variable 'm'", "voltage_mV"});
    line.write("cell.json", "{");
    expect_failure(line, "render -o out.wav --cell cell.json", 1, {"cell.json: line 1, column 2: not JSON"});
}

TEST(CommandLineErrors, OutputsThatCannotBeWrittenAreRefusedAndNothingIsLeft) {
    CommandLine line;
    line.write("kept.csv", "what was there before\n");
    std::filesystem::create_directory(line.path("folder"));
    expect_failure(line, "render --duration 0.1 --spikes kept.csv -o none/a.wav", 1,
                   {"none/a.wav: there is no folder none"});
    expect_failure(line, "render --duration 0.1 --spikes kept.csv -o folder", 1, {"folder: is a folder"});
    // Hours of work that would fail at the end must not begin.
    expect_failure(line, "render --duration 600000 --spikes kept.csv -o none/a.wav", 1, {"none/a.wav"});
    if (std::filesystem::exists("/dev/full"))
        expect_failure(line, "render --duration 0.1 --spikes kept.csv --trace /dev/full", 1,
                       {"/dev/full: cannot be written: No space left"});
}

TEST(CommandLineErrors, AStoppedRunLeavesNothing) {
    CommandLine line;
    line.write("kept.csv", "what was there before\n");
    const auto ran = line.run("--version; timeout --preserve-status -s TERM 0.3 '" + command_path() +
                              "' render --duration 600000 -o a.wav --spikes kept.csv");
    EXPECT_EQ(ran.status, 1);
    EXPECT_EQ(ran.err, "somaphone: stopped; nothing was written\n");
    EXPECT_THAT(line.files(), testing::ElementsAre("kept.csv"));
    EXPECT_EQ(line.read("kept.csv"), "what was there before\n");
}

TEST(CommandLineErrors, AReaderThatGoesAwayIsAnError) {
    CommandLine line;
    const auto ran = line.run("render --duration 5 --trace - | head -1");
    EXPECT_THAT(ran.out, StartsWith("# somaphone"));
    EXPECT_THAT(ran.err, HasSubstr("-: cannot be written"));
}

TEST(CommandLineErrors, DevicesStayDevices) {
    CommandLine line;
    ASSERT_EQ(line.run("render --duration 0.1 -o /dev/null").status, 0);
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
    line.write("real.csv", "old\n");
    std::filesystem::create_symlink("real.csv", line.path("link.csv"));
    ASSERT_EQ(line.run("render --duration 0.1 --spikes link.csv").status, 0);
    EXPECT_TRUE(std::filesystem::is_symlink(line.path("link.csv")));
    EXPECT_THAT(line.read("real.csv"), StartsWith("# somaphone"));
}

} // namespace
} // namespace soma::test
