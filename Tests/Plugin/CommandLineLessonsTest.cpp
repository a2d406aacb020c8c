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
        EXPECT_THAT(table, HasSubstr("\n" + entry.at("id").get<std::string>() + " "));
        files += " '" + lessons + entry.at("file").get<std::string>() + "'";
    }
    const auto checked = line.run("lesson check" + files);
    EXPECT_EQ(checked.status, 0) << checked.err;
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(checked.out, '\n')), list.size());
}

TEST(CommandLineLessons, ABrokenLessonIsOneLineThatNamesFileStepAndField) {
    CommandLine line;
    auto lesson = nlohmann::json::parse(file_text(lessons + "05-time-constant.lesson.json"));
    lesson["steps"][1]["expect"] = 21;
    lesson["steps"][2]["promt"] = "?";
    line.write("broken.lesson.json", lesson.dump());
    const auto ran = line.run("lesson check broken.lesson.json");
    EXPECT_EQ(ran.status, 1);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("broken.lesson.json: step 'predict', promt: "));
    lesson["steps"][2].erase("promt");
    const auto canary = line.run("lesson check -", lesson.dump());
    EXPECT_EQ(canary.status, 1);
    EXPECT_THAT(canary.err, HasSubstr("standard input: step 'tau-a', answer: the canary says 21, the model says 20"));
    EXPECT_EQ(line.run("lesson check nowhere.json").status, 2);
    EXPECT_EQ(line.run("lesson").status, 2);
}

TEST(CommandLineLessons, RendersEverySoundForHandouts) {
    CommandLine line;
    const auto ran = line.run("lesson render lif-threshold -o sounds");
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto lesson = nlohmann::json::parse(file_text(lessons + "06-lif-threshold.lesson.json"));
    const auto contents = file_text(line.path("sounds") / "sounds.txt");
    for (const auto& [name, sound] : lesson.at("sounds").items()) {
        // 1.2 s of stereo floats at 48 kHz and a header
        EXPECT_GT(fs::file_size(line.path("sounds") / (name + ".wav")), 1.2 * 48000 * 8) << name;
        EXPECT_THAT(contents, HasSubstr(name + ".wav: ")) << name;
        EXPECT_THAT(contents, HasSubstr(sound.at("alt").get<std::string>()));
    }
    const auto voice = line.run("lesson render your-voice -o voice");
    EXPECT_EQ(voice.status, 0) << voice.err;
    EXPECT_THAT(voice.err, HasSubstr("Through needs a microphone"));
    EXPECT_FALSE(fs::exists(line.path("voice") / "Through.wav"));
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
    EXPECT_THAT(student.out, Not(HasSubstr("-79 mV")));
    EXPECT_THAT(teacher.out, HasSubstr("Key: -79 mV"));
}

} // namespace
} // namespace soma::test
