#include "CommandLineRun.h"
#include "Support/Paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace soma::test {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

const std::string lessons = project_path("Assets/Lessons/");

std::string file_text(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(CommandLineLessons, ListsAndChecksAllThatShip) {
    CommandLine line;
    const auto ran = line.run("lessons --json");
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto list = nlohmann::json::parse(ran.out);
    EXPECT_GE(list.size(), 12u);
    const auto table = line.run("lessons").out;
    std::string files;
    for (const auto& entry : list) {
        EXPECT_THAT(table, HasSubstr("  " + entry.at("id").get<std::string>() + " "));
        files += " '" + lessons + entry.at("file").get<std::string>() + "'";
    }
    const auto checked = line.run("lesson check --seeds 1" + files);
    EXPECT_EQ(checked.status, 0) << checked.err;
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(checked.out, '\n')), list.size());
}

TEST(CommandLineLessons, ABrokenLessonIsOneLineThatNamesFileStepAndField) {
    CommandLine line;
    auto lesson = nlohmann::json::parse(file_text(lessons + "05-time-constant.lesson.json"));
    lesson["steps"][5]["expect"] = 21;
    lesson["steps"][3]["promt"] = "?";
    line.write("broken.lesson.json", lesson.dump());
    const auto ran = line.run("lesson check broken.lesson.json");
    EXPECT_EQ(ran.status, 1);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("broken.lesson.json: step 'predict', promt: "));
    lesson["steps"][3].erase("promt");
    const auto canary = line.run("lesson check -", lesson.dump());
    EXPECT_EQ(canary.status, 1);
    EXPECT_THAT(canary.err, HasSubstr("standard input: step 't63', answer: the canary says 21, the model says 12.64"));
    EXPECT_EQ(line.run("lesson check nowhere.json").status, 2);
    EXPECT_EQ(line.run("lesson").status, 2);
}

TEST(CommandLineLessons, RendersTheSoundsOfEachStepForHandouts) {
    CommandLine line;
    const auto ran = line.run("lesson render lif-threshold -o sounds");
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto lesson = nlohmann::json::parse(file_text(lessons + "06-lif-threshold.lesson.json"));
    const auto contents = file_text(line.path("sounds") / "sounds.txt");
    int number = 0;
    for (const auto& step : lesson.at("steps")) {
        ++number;
        if (step.at("kind") != "listen") continue;
        for (std::size_t card = 0; card < step.at("sounds").size(); ++card) {
            const auto name = (number < 10 ? "0" : "") + std::to_string(number) + "-" +
                              std::string(1, static_cast<char>('A' + card)) + ".wav";
            // A second of stereo floats at 48 kHz and a header.
            EXPECT_GT(fs::file_size(line.path("sounds") / name), 48000 * 8u) << name;
            EXPECT_THAT(contents, HasSubstr(name + ": ")) << name;
        }
    }
    for (const auto& [name, sound] : lesson.at("sounds").items())
        EXPECT_FALSE(fs::exists(line.path("sounds") / (name + ".wav"))) << "a name would tell: " << name;
    const auto voice = line.run("lesson render your-voice -o voice");
    EXPECT_EQ(voice.status, 0) << voice.err;
    EXPECT_THAT(voice.err, HasSubstr("needs a microphone"));
}

TEST(CommandLineLessons, ALinkCannotLeadOutOfTheLessonsFolder) {
    CommandLine line;
    auto lesson = nlohmann::json::parse(file_text(lessons + "18-your-voice.lesson.json"));
    lesson["stimuli"]["voice"]["file"] = "recording.flac";
    line.write("mine.lesson.json", lesson.dump());
    fs::create_symlink(project_path("Assets/Sounds/speech.flac"), line.path("recording.flac"));
    const auto ran = line.run("lesson render mine.lesson.json -o out");
    EXPECT_EQ(ran.status, 1);
    EXPECT_THAT(ran.err, HasSubstr("leads out of the lesson's folder"));
    EXPECT_FALSE(fs::exists(line.path("out") / "sounds.txt"));
}

TEST(CommandLineLessons, PrintsAsTextWithAndWithoutAnswers) {
    CommandLine line;
    const auto student = line.run("lesson text rest-two-ions"),
               teacher = line.run("lesson text rest-two-ions --teacher");
    ASSERT_EQ(student.status, 0) << student.err;
    EXPECT_THAT(student.out, HasSubstr("A tug-of-war you can hear"));
    EXPECT_THAT(student.out, Not(HasSubstr("Key: ")));
    EXPECT_THAT(teacher.out, HasSubstr("Key: "));
    EXPECT_THAT(student.out, Not(HasSubstr("{"))) << "every number is filled in";
    EXPECT_THAT(teacher.out, Not(HasSubstr("{")));
}

TEST(CommandLineLessons, ASeedHasItsOwnNumbers) {
    CommandLine line;
    const auto own = line.run("lesson text units-that-cancel --seed 5").out;
    EXPECT_EQ(own, line.run("lesson text units-that-cancel --seed 5").out);
    EXPECT_NE(own, line.run("lesson text units-that-cancel --seed 6").out);
    EXPECT_EQ(line.run("lesson text units-that-cancel --seed 0").status, 2);
}

/// A lesson of three steps, so that a test can write every line of its terminal.
const char* short_lesson = R"({
 "format": "somaphone-lesson", "formatVersion": "1.1", "id": "short", "version": 1, "language": "en", "title": "Short",
 "goals": ["Try"], "course": {"name": "Tests"}, "minutes": 1, "requires": ["model.lif"], "seed": {"mode": "class", "value": 7},
 "cells": {"one": {"preset": "allen/474626527"}},
 "stimuli": {"step": {"kind": "step", "amplitude": {"value": 60, "unit": "pA"}, "start_ms": 60, "duration_ms": 200, "total_ms": 300}},
 "sounds": {"One": {"label": "sixty", "cell": "one", "stimulus": "step", "monitor": {"spike_level_db": 0}, "alt": "A train of clicks."}},
 "controls": {"default": "hidden"},
 "steps": [
  {"id": "guess", "kind": "choose", "role": "predict", "title": "Guess", "prompt": "Clicks?", "feedback": {"correct": "There are clicks."},
   "options": [{"key": "1", "label": "Yes", "correct": true}, {"key": "2", "label": "No"}]},
  {"id": "hear", "kind": "listen", "title": "Hear", "sounds": ["One"], "minPlays": 1, "body": "Listen."},
  {"id": "tau", "kind": "numeric", "title": "Tau", "points": 2, "attempts": 2, "prompt": "The time constant?",
   "answer": {"quantity": "tau", "of": "one"}, "unit": "ms", "tolerance": {"rel": 0.02}, "hints": ["R times C."],
   "feedback": {"correct": "Yes.", "wrong": "Multiply R and C."}}],
 "scoring": {"pass": 0.5}})";

TEST(CommandLineLessons, ALessonIsPlayedInTheTerminal) {
    CommandLine line;
    line.write("short.lesson.json", short_lesson);
    const std::string play =
        "lesson play short.lesson.json --name Ada --player none --sounds wav --progress kept --csv out.csv";
    const auto ran = line.run(play, "A\n1\n\nA\n\nH\n30\n20.2\n\n");
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("Noted. Now listen."));
    EXPECT_THAT(ran.out, Not(HasSubstr("Right. Noted")));
    EXPECT_THAT(ran.out, HasSubstr("You predicted: Yes. That is what you heard. There are clicks."));
    EXPECT_TRUE(fs::exists(line.path("wav") / "02-A.wav"));
    EXPECT_THAT(ran.out, HasSubstr("R times C."));
    EXPECT_THAT(ran.out, HasSubstr("Not right. Multiply R and C. Attempts left: 1."));
    EXPECT_THAT(ran.out, HasSubstr("Right. Yes."));
    EXPECT_THAT(ran.out, HasSubstr("Score 2 of 2: passed."));
    EXPECT_THAT(file_text(line.path("out.csv")), HasSubstr("tau,numeric"));
}

TEST(CommandLineLessons, ALessonGoesOnWhereItWasLeft) {
    CommandLine line;
    line.write("short.lesson.json", short_lesson);
    const std::string play = "lesson play short.lesson.json --player none --sounds wav --progress kept";
    const auto first = line.run(play, "1\n\nA\n\n30\nQ\n");
    EXPECT_THAT(first.out, HasSubstr("Stopped."));
    const auto second = line.run(play, "20.2\n\n");
    ASSERT_EQ(second.status, 0) << second.err;
    EXPECT_THAT(second.out, HasSubstr("The lesson goes on where you stopped."));
    EXPECT_THAT(second.out, HasSubstr("Score 2 of 2: passed."));
    EXPECT_THAT(line.run(play + " --fresh", "Q\n").out, HasSubstr("1 of 3. Guess"));
    for (const auto& entry : fs::directory_iterator(line.path("kept")))
        line.write("kept/" + entry.path().filename().string(), "{\"for");
    const auto broken = line.run(play, "Q\n");
    EXPECT_EQ(broken.status, 1);
    EXPECT_THAT(broken.err, HasSubstr("--fresh begins again"));
}

} // namespace
} // namespace soma::test
