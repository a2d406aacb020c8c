#include "CommandLineRun.h"

#include "Compatibility/AudioWriter.h"
#include "Support/Paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <juce_audio_formats/juce_audio_formats.h>

#include <cmath>
#include <memory>

namespace soma::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

/// The course's cells (Results-model-threshold.csv): R, τ, threshold above rest, and a current above the rheobase.
struct CourseCell {
    const char* id;
    double resistance_mohm, tau_ms, threshold_mv, current_pa;
};
constexpr CourseCell course_cells[] = {{"474626527", 345, 20.2, 10.0, 45},
                                       {"545612828", 28, 17.1, 14.1, 800},
                                       {"587079262", 214, 176.9, 14.7, 150},
                                       {"320466776", 103, 4.3, 22.6, 300},
                                       {"558474375", 218, 23.0, 6.4, 60}};

/// Closed form for a step from V = E on: τ ln(RI/(RI − θ)), then t_ref + τ ln((RI − r)/(RI − θ)), with the course's
/// reset 10 mV below the threshold and 1 ms of refractoriness.
std::vector<double> closed_form_s(const CourseCell& cell, double onset_s, double end_s) {
    const double drive_mv = cell.resistance_mohm * cell.current_pa * 1e-3;
    const double first_ms = cell.tau_ms * std::log(drive_mv / (drive_mv - cell.threshold_mv));
    const double reset_mv = cell.threshold_mv - 10.0;
    const double period_ms = 1.0 + cell.tau_ms * std::log((drive_mv - reset_mv) / (drive_mv - cell.threshold_mv));
    std::vector<double> times_s;
    for (int n = 0;; ++n) {
        const double time_s = onset_s + (first_ms + n * period_ms) * 1e-3;
        if (time_s >= end_s) return times_s;
        times_s.push_back(time_s);
    }
}

/// Models.md: 1e-9 s for the first spike, 1e-12 s more for each that follows.
void expect_spikes(const std::vector<double>& found_s, const std::vector<double>& expected_s) {
    ASSERT_EQ(found_s.size(), expected_s.size());
    for (std::size_t n = 0; n < found_s.size(); ++n)
        EXPECT_NEAR(found_s[n], expected_s[n], 1e-9 + 1e-12 * static_cast<double>(n)) << "spike " << n;
}

struct Sound {
    std::unique_ptr<juce::AudioFormatReader> reader;
    juce::AudioBuffer<float> samples;
};

Sound read_sound(const std::filesystem::path& path) {
    juce::AudioFormatManager formats;
    formats.registerBasicFormats();
    Sound sound{std::unique_ptr<juce::AudioFormatReader>(formats.createReaderFor(juce::File(path.string()))), {}};
    if (sound.reader == nullptr) throw std::runtime_error("not readable: " + path.string());
    sound.samples.setSize(static_cast<int>(sound.reader->numChannels), static_cast<int>(sound.reader->lengthInSamples));
    sound.reader->read(&sound.samples, 0, static_cast<int>(sound.reader->lengthInSamples), 0, true, true);
    return sound;
}

class RatesTest : public testing::TestWithParam<int> {};

TEST_P(RatesTest, TableToTableGivesTheClosedForm) {
    const auto rate = static_cast<std::size_t>(GetParam());
    CommandLine line;
    for (const auto& cell : course_cells) {
        line.write("in.csv", current_table(step(rate / 2, rate / 10, cell.current_pa)));
        const auto ran = line.run("render in.csv --rate " + std::to_string(rate) + " --set model=lif --cell " +
                                  cell.id + " --spikes out.csv");
        ASSERT_EQ(ran.status, 0) << ran.err;
        EXPECT_EQ(ran.err, "");
        expect_spikes(line.csv("out.csv").columns["time_s"], closed_form_s(cell, 0.1, 0.5));
    }
}

TEST_P(RatesTest, TheStimulatorGivesTheClosedForm) {
    CommandLine line;
    for (const auto& cell : course_cells) {
        // An onset between two samples at every rate.
        const auto ran = line.run("render --rate " + std::to_string(GetParam()) + " --cell " + cell.id +
                                  " --set model=lif --set stim_shape=step --set stim_delay_ms=100.0123 "
                                  "--set 'stim_duration_ms=1 s' --duration 0.5 --spikes - --set stim_amplitude_pa=" +
                                  std::to_string(cell.current_pa));
        ASSERT_EQ(ran.status, 0) << ran.err;
        expect_spikes(parse_csv(ran.out).columns["time_s"], closed_form_s(cell, 0.1000123, 0.5));
    }
}

INSTANTIATE_TEST_SUITE_P(CommandLine, RatesTest, testing::Values(44100, 48000, 96000, 192000));

TEST(CommandLineRender, BlockSizesChangeNoByte) {
    CommandLine line;
    const std::string outputs[] = {"a.wav", "a.csv", "t.csv", "a.mid"};
    std::vector<std::string> expected;
    for (const int block : {4096, 1, 17, 64, 1000, 1048576}) {
        const auto ran = line.run("render " + speech + loud +
                                  "--set neurons=3 --set spread_percent=10 --set noise_pa=20 --set spike_sound=tone "
                                  "-o a.wav --spikes a.csv --trace t.csv --midi a.mid --block " +
                                  std::to_string(block));
        ASSERT_EQ(ran.status, 0) << ran.err;
        std::vector<std::string> found;
        for (const auto& name : outputs) found.push_back(line.read(name));
        if (expected.empty()) expected = found;
        for (std::size_t i = 0; i < found.size(); ++i)
            EXPECT_TRUE(found[i] == expected[i]) << outputs[i] << " differs at blocks of " << block;
    }
    EXPECT_GT(parse_csv(expected[1]).columns["time_s"].size(), 10u);
}

TEST(CommandLineRender, ARecordingBecomesSound) {
    CommandLine line;
    const auto ran = line.run("render " + speech + loud + "-o a.wav --spikes a.csv");
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(line.files(), testing::ElementsAre("a.csv", "a.wav"));
    const auto sound = read_sound(line.path("a.wav"));
    EXPECT_EQ(sound.reader->sampleRate, 44100.0);
    EXPECT_EQ(sound.reader->numChannels, 2u);
    EXPECT_EQ(sound.reader->bitsPerSample, 32u);
    EXPECT_TRUE(sound.reader->usesFloatingPointData);
    EXPECT_EQ(sound.reader->lengthInSamples,
              read_sound(project_path("Assets/Sounds/speech.flac")).reader->lengthInSamples);
    for (int channel = 0; channel < 2; ++channel)
        for (int k = 0; k < sound.samples.getNumSamples(); ++k)
            ASSERT_TRUE(std::isfinite(sound.samples.getSample(channel, k)));
    EXPECT_GT(sound.samples.getMagnitude(0, sound.samples.getNumSamples()), 0.01f);
    EXPECT_LT(sound.samples.getMagnitude(0, sound.samples.getNumSamples()), 0.9887f); // −0.1 dBFS
    EXPECT_GT(line.csv("a.csv").columns["time_s"].size(), 10u);
}

TEST(CommandLineRender, EveryFormatOfTheSameSoundGivesTheSameSpikes) {
    CommandLine line;
    ASSERT_EQ(line.run("render " + speech + loud + "--spikes flac.csv").status, 0);
    const auto expected_s = line.csv("flac.csv").columns["time_s"];
    auto sound = read_sound(project_path("Assets/Sounds/speech.flac"));
    juce::AudioFormatManager formats;
    formats.registerBasicFormats();
    for (const auto* name : {"a.wav", "a.aiff", "a.flac", "a.ogg"}) {
        const juce::File file(line.path(name).string());
        std::unique_ptr<juce::OutputStream> stream = std::make_unique<juce::FileOutputStream>(file);
        const auto writer = compatibility::audio_writer(*formats.findFormatForFileExtension(file.getFileExtension()),
                                                        stream, 44100.0, 1, 16);
        ASSERT_NE(writer, nullptr) << name;
        ASSERT_TRUE(writer->writeFromAudioSampleBuffer(sound.samples, 0, sound.samples.getNumSamples()));
    }
    for (const auto* name : {"a.wav", "a.aiff", "a.flac", "a.ogg"}) {
        const auto ran = line.run(std::string("render ") + name + loud + "--spikes out.csv");
        ASSERT_EQ(ran.status, 0) << ran.err;
        const auto found_s = line.csv("out.csv").columns["time_s"];
        // Vorbis loses something of the sound.
        if (std::string_view(name) == "a.ogg")
            EXPECT_NEAR(static_cast<double>(found_s.size()), static_cast<double>(expected_s.size()), 3.0);
        else
            EXPECT_EQ(found_s, expected_s) << name;
    }
}

TEST(CommandLineRender, ReadsAndWritesTablesThroughPipes) {
    CommandLine line;
    const auto table = current_table(step(24000, 4800, 45.0));
    line.write("in.csv", table);
    ASSERT_EQ(line.run("render in.csv --cell 474626527 --trace t.csv --spikes file.csv").status, 0);
    const auto piped = line.run("render - --cell 474626527 --spikes -", table);
    ASSERT_EQ(piped.status, 0) << piped.err;
    EXPECT_EQ(parse_csv(piped.out).columns["time_s"], line.csv("file.csv").columns["time_s"]);
    EXPECT_THAT(parse_csv(piped.out).comments, Contains("# input: standard input"));
    // A trace is itself a table of currents.
    const auto again = line.run("render t.csv --cell 474626527 --spikes -");
    EXPECT_EQ(parse_csv(again.out).columns["time_s"], parse_csv(piped.out).columns["time_s"]);
}

TEST(CommandLineRender, TheTraceBeginsAtRestAndFollowsThePropagator) {
    CommandLine line;
    line.write("in.csv", current_table(step(1000, 1, 100.0)));
    ASSERT_EQ(line.run("render in.csv --cell 474626527 --set model=rc --trace t.csv").status, 0);
    auto trace = line.csv("t.csv");
    EXPECT_EQ(trace.names, (std::vector<std::string>{"time_s", "current_pA", "voltage_mV"}));
    ASSERT_EQ(trace.columns["voltage_mV"].size(), 1000u);
    for (int k = 0; k < 1000; ++k) {
        const double since_ms = std::max(0, k - 1) / 48.0;
        const auto row = static_cast<std::size_t>(k);
        EXPECT_DOUBLE_EQ(trace.columns["time_s"][row], k / 48000.0);
        EXPECT_EQ(trace.columns["current_pA"][row], k > 0 ? 100.0 : 0.0);
        // RC: E + R·I·(1 − exp(−t/τ)); 1e-9 mV as in Models.md.
        EXPECT_NEAR(trace.columns["voltage_mV"][row], -62.6 - 34.5 * std::expm1(-since_ms / 20.2), 1e-9);
    }
}

TEST(CommandLineRender, AConductanceIsADynamicClamp) {
    CommandLine line;
    std::string table = "conductance_nS,current_pA\n";
    for (int k = 0; k < 48000; ++k) table += "5,0\n";
    const auto ran =
        line.run("render - --cell 474626527 --set model=rc --set clamp_reversal_mv=-90 --trace t.csv", table);
    ASSERT_EQ(ran.status, 0) << ran.err;
    const double leak_ns = 1000.0 / 345.0;
    // After 1 s, 130 of the faster time constants: the weighted mean of the two batteries.
    EXPECT_NEAR(line.csv("t.csv").columns["voltage_mV"].back(), (leak_ns * -62.6 + 5.0 * -90.0) / (leak_ns + 5.0),
                1e-9);
}

TEST(CommandLineRender, TimesAreModelTimes) {
    CommandLine line;
    const std::string stimulus = "render --cell 474626527 --set stim_shape=step --set stim_amplitude_pa=45 "
                                 "--set stim_delay_ms=10 --set stim_duration_ms=0 --spikes - ";
    auto real = parse_csv(line.run(stimulus + "--duration 0.5").out);
    auto slow = parse_csv(line.run(stimulus + "--duration 5 --set time_scale=0.1").out);
    EXPECT_THAT(slow.comments, Contains(HasSubstr("# time_scale: ×0.1")));
    EXPECT_THAT(real.comments, Contains(HasSubstr("# time_scale: ×1;")));
    ASSERT_EQ(slow.columns["time_s"].size(), real.columns["time_s"].size());
    ASSERT_GT(real.columns["time_s"].size(), 10u);
    for (std::size_t n = 0; n < real.columns["time_s"].size(); ++n)
        EXPECT_NEAR(slow.columns["time_s"][n], real.columns["time_s"][n], 1e-9);
}

TEST(CommandLineRender, WithoutDurationTheStimulusDecides) {
    CommandLine line;
    const auto rows = [&](const std::string& arguments) {
        const auto ran = line.run("render --rate 1000 --trace - " + arguments);
        EXPECT_EQ(ran.status, 0) << ran.err;
        return parse_csv(ran.out).columns["time_s"].size();
    };
    // 100 ms delay, 3 onsets 300 ms apart, 50 ms long, and half a second: 1.25 s.
    EXPECT_EQ(rows("--set stim_shape=pulse --set stim_duration_ms=50 --set stim_period_ms=300 --set stim_count=3"),
              1250u);
    // Twice as fast: half the sound, and half a second.
    EXPECT_EQ(rows("--set stim_shape=step --set stim_duration_ms=900 --set time_scale=2"), 1000u);
    EXPECT_EQ(rows("--set stim_shape=sine --set stim_duration_ms=0"), 2000u);
    EXPECT_EQ(rows(""), 2000u);
    EXPECT_EQ(rows("--duration 0.25"), 250u);
}

TEST(CommandLineRender, TheSeedDecidesTheNoise) {
    CommandLine line;
    const auto trace = [&](const std::string& seed) {
        return line
            .run("render --set stim_shape=noise --set stim_amplitude_pa=20 --set stim_delay_ms=0 --duration 0.1 "
                 "--trace - --seed " +
                 seed)
            .out;
    };
    EXPECT_EQ(trace("7"), trace("7"));
    EXPECT_NE(parse_csv(trace("7")).columns["current_pA"], parse_csv(trace("8")).columns["current_pA"]);
    EXPECT_THAT(parse_csv(trace("7")).comments, Contains("# stim_seed: 7"));
}

TEST(CommandLineRender, LaterSettingsWinOverEarlierOnesAndTheCell) {
    CommandLine line;
    const auto ran = line.run("render --set rest_mv=-80 --cell 474626527 --set 'rest_mv=-0.07 V' --set 'rest_mv=-71,5' "
                              "--set model=rc --duration 0.01 --trace -");
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(parse_csv(ran.out).columns["voltage_mV"].front(), -71.5);
    EXPECT_THAT(parse_csv(ran.out).comments, Contains("# rest_mv: -71.5 mV"));
}

TEST(CommandLineRender, CellsOfFilesAreUsed) {
    CommandLine line;
    line.write("one.json", R"({"model": "rc", "parameters": {"rest_mv": -50}, "initial": {"voltage_mV": -55}})");
    line.write("two.json", R"({"format": "somaphone-cells", "version": 1, "cells": [
        {"id": "a", "name": "A", "model": "rc", "parameters": {"rest_mv": -40}},
        {"id": "b", "name": "B", "model": "rc", "parameters": {"rest_mv": "-30 mV"}}]})");
    const auto first_mv = [&](const std::string& cell) {
        const auto ran = line.run("render --duration 0.01 --trace - --cell " + cell);
        EXPECT_EQ(ran.status, 0) << ran.err;
        return parse_csv(ran.out).columns["voltage_mV"].front();
    };
    EXPECT_EQ(first_mv("one.json"), -55.0);
    EXPECT_EQ(first_mv("two.json#b"), -30.0);
    EXPECT_THAT(line.run("render --trace - --cell two.json").err,
                HasSubstr("two.json: holds 2 cells; say which one: --cell 'two.json#a'"));
}

} // namespace
} // namespace soma::test
