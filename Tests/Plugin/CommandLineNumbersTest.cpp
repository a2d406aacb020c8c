#include "CommandLineRun.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace soma::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

void expect_usage_error(CommandLine& line, const std::string& arguments, const std::vector<std::string>& words) {
    const auto ran = line.run(arguments);
    EXPECT_EQ(ran.status, 2) << arguments << "\n" << ran.err;
    EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << arguments << "\n" << ran.err;
    for (const auto& word : words) EXPECT_THAT(ran.err, HasSubstr(word)) << arguments;
    EXPECT_THAT(line.files(), testing::IsEmpty()) << arguments;
}

/// Numbers of all commands are read by one parser, with their units.
TEST(CommandLineNumbers, UnitsAreTakenEverywhere) {
    CommandLine line;
    const auto rows = [&](const std::string& arguments) {
        const auto ran = line.run("render --trace - " + arguments);
        EXPECT_EQ(ran.status, 0) << arguments << ran.err;
        return parse_csv(ran.out).columns["time_s"].size();
    };
    for (const auto* rate : {"8000", "8k", "'8 kHz'", "'8000 Hz'", "8e3", "'0.008 MHz'"})
        EXPECT_EQ(rows("--duration 0.1 --rate " + std::string(rate)), 800u) << rate;
    for (const auto* duration : {"0.1", "0.1s", "'0.1 s'", "100ms", "'100 ms'", "0,1", "1e-1", "'100000 µs'"})
        EXPECT_EQ(rows("--rate 8k --duration " + std::string(duration)), 800u) << duration;
    EXPECT_EQ(rows("--rate 8000 --duration 0.1 --block 1e2"), 800u);
    const auto fi = [&](const std::string& currents) {
        return line.run("experiment fi --cell 474626527 --csv - --duration 100ms --currents " + currents).out;
    };
    EXPECT_THAT(fi("20pA,0.04nA"), AllOf(HasSubstr("\n20,"), HasSubstr("\n40,")));
}

TEST(CommandLineNumbers, WhatIsNoNumberIsRefusedByName) {
    CommandLine line;
    for (const auto* option : {"--rate", "--duration", "--block"})
        for (const auto* text : {"nan", "inf", "-inf", "1e999", "abc", "''", "0x10", "1.2.3", "5 pA", "--"})
            expect_usage_error(line,
                               "render -o a.wav " + std::string(option) + " '" +
                                   (std::string_view(text) == "''" ? "" : text) + "'",
                               {option});
    for (const auto* option : {"--seed", "--rate"})
        for (const auto* text : {"nan", "inf", "1.5", "-1", "abc", "1e30"})
            expect_usage_error(line, "lesson render rheobase-by-ear -o sounds " + std::string(option) + " " + text,
                               {option});
    for (const auto* text : {"nan", "inf", "1.5", "0", "-3"})
        expect_usage_error(line, "render -o a.wav --block " + std::string(text), {"--block"});
    expect_usage_error(line, "render -o a.wav --duration 0", {"--duration: 0 s is outside its range"});
    expect_usage_error(line, "render -o a.wav --rate '48 ks'", {"--rate: 'ks' is not its unit, which is Hz"});
}

/// A sound file's header holds a whole number.
TEST(CommandLineNumbers, ASoundFileHasAWholeRate) {
    CommandLine line;
    expect_usage_error(line, "render --duration 0.1 --rate 44100.5 -o a.wav", {"-o a.wav", "44100.5 Hz", "whole"});
    expect_usage_error(line, "render --duration 0.1 --rate 44100.5 --stems a", {"--stems a", "44100.5 Hz"});
    EXPECT_EQ(line.run("render --duration 0.1 --rate 44100.5 --trace a.csv").status, 0);
}

TEST(CommandLineNumbers, NamesThatPromiseAnotherFormatAreRefused) {
    CommandLine line;
    const std::pair<const char*, std::vector<std::string>> names[] = {
        {"-o a.mp3", {"-o 'a.mp3'", "MP3 is read, not written", ".wav", ".flac", ".ogg"}},
        {"-o a.opus", {"Opus is read, not written"}},
        {"-o a.wma", {"no sound file is called '.wma'", ".wav"}},
        {"-o a.csv", {"no sound file is called '.csv'"}},
        {"--plot a.jpg", {"--plot 'a.jpg': cannot be written as '.jpg'", ".png"}},
        {"--plot a.svg", {".png"}},
        {"--midi a.wav", {"--midi 'a.wav': cannot be written as '.wav'", ".mid"}},
        {"--spikes a.WAV", {"--spikes 'a.WAV': is a table of text", ".csv"}},
        {"--trace a.png", {"--trace 'a.png': is a table of text", ".csv"}},
    };
    for (const auto& [arguments, words] : names)
        expect_usage_error(line, "render --duration 0.01 " + std::string(arguments), words);
    expect_usage_error(line, "experiment iv --cell 474626527 --csv a.png", {"--csv 'a.png': is a table"});
    expect_usage_error(line, "experiment iv --cell 474626527 --plot a.pdf", {"--plot 'a.pdf'", ".png"});
}

/// Whatever is in it, a message is a few lines of a terminal of 80 columns.
TEST(CommandLineNumbers, NoMessageIsLong) {
    CommandLine line;
    constexpr std::size_t longest = 640;
    const std::string long_word(3000, 'x'), long_name = "dir/" + std::string(200, 'y');
    std::string many = "a";
    for (int i = 0; i < 500; ++i) many += ",a" + std::to_string(i);
    line.write("h.csv", "current_p" + long_word + "," + many + "\n1\n");
    line.write("r.csv", "current_pA\n" + many + "\n");
    line.write("c.json", R"({"model": "lif", "parameters": {")" + long_word + R"(": 1}})");
    line.write("l.json", R"({"format": ")" + long_word + R"("})");
    line.write("p.json",
               R"({"format": "somaphone-patch", "version": 1, "parameters": {"rest_mv": ")" + long_word + R"("}})");
    for (const auto& arguments : {"render h.csv -o a.wav", "render r.csv -o a.wav", "render -o a.wav --cell c.json",
                                  "lesson check l.json", "render --spikes a --preset p.json --duration 0.01"})
        EXPECT_LE(line.run(arguments).err.size(), longest) << arguments;
    for (const auto* option : {"--rate", "--duration", "--block", "--seed", "--cell", "--set", "--preset", "-o",
                               "--spikes", "--trace", "--plot", "--spectrogram", "--midi", "--stems", "--colour"}) {
        const auto ran = line.run("render -o a.wav " + std::string(option) + " " + long_word);
        EXPECT_NE(ran.status, 0) << option;
        EXPECT_LE(ran.err.size(), longest) << option;
    }
    for (const auto& arguments :
         {"render " + long_word + " -o a.wav", "render " + long_name + " -o a.wav", "paint" + long_word,
          "experiment " + long_word, "experiment fi --cells " + long_word + " --csv a",
          "experiment fi --cell 474626527 --currents " + many, "lesson check " + long_word,
          "cells " + many + " " + many})
        EXPECT_LE(line.run(arguments).err.size(), longest) << arguments.substr(0, 40);
}

} // namespace
} // namespace soma::test
