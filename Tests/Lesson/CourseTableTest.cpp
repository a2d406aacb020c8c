#include "Lesson/Load/Loader.h"
#include "Support/LessonFiles.h"
#include "Support/Paths.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace {

using namespace soma;
using namespace soma::test;

struct Row {
    std::string topic, lesson;
    std::vector<std::string> steps;
};

/// The teacher's table "Each task and prompt".
std::vector<Row> rows() {
    std::istringstream guide(read_file(project_path("Assets/Guide/TeachersGuide.md")));
    std::vector<Row> found;
    static const std::regex row(R"(\| ([^|]+) \| (\d\d) \| ((`[^`]+`(, )?)+) \|)"), step("`([^`]+)`");
    std::smatch match;
    for (std::string line; std::getline(guide, line);) {
        if (!std::regex_match(line, match, row)) continue;
        Row& added = found.emplace_back(Row{match[1], match[2], {}});
        const std::string steps = match[3];
        for (std::sregex_iterator each(steps.begin(), steps.end(), step), end; each != end; ++each)
            added.steps.push_back((*each)[1]);
    }
    return found;
}

TEST(CourseTable, NamesStepsThatExistAndEveryTaskPromptAndLesson) {
    std::map<std::string, std::set<std::string>> steps;
    for (const auto& path : shipped_lessons()) {
        const auto name = std::filesystem::path{path}.filename().string();
        const auto loaded = lesson::read_lesson(read_file(path), name);
        ASSERT_TRUE(loaded.lesson) << name;
        for (const auto& step : loaded.lesson->steps) steps[name.substr(0, 2)].insert(step.id);
    }
    std::string topics;
    std::set<std::string> lessons;
    for (const auto& row : rows()) {
        ASSERT_TRUE(steps.contains(row.lesson)) << row.topic << ": there is no lesson " << row.lesson;
        for (const auto& step : row.steps)
            EXPECT_TRUE(steps[row.lesson].contains(step))
                << row.topic << ": lesson " << row.lesson << " has no " << step;
        topics += row.topic + "\n";
        lessons.insert(row.lesson);
    }
    for (int prompt = 1; prompt <= 8; ++prompt)
        EXPECT_NE(topics.find("Prompt " + std::to_string(prompt) + ":"), std::string::npos) << "prompt " << prompt;
    for (const char* task : {"Tasks 1 to 3", "Task 4", "Task 5", "Task 6", "Tasks 6, 7", "Tasks 8, 9", "Task 10",
                             "Table 1", "Simulation 1", "Simulation 2", "Simulation 3", "Simulation 4"})
        EXPECT_NE(topics.find(task), std::string::npos) << task;
    for (const auto& [lesson, ids] : steps)
        EXPECT_TRUE(lessons.contains(lesson)) << "no topic leads to lesson " << lesson;
}

/// "A class of 50 minutes: 01 with the projector (15), …": the lessons' own minutes, and their sum.
TEST(CourseTable, ThePlansForAClassAddUp) {
    std::map<std::string, int> minutes;
    for (const auto& path : shipped_lessons())
        minutes[std::filesystem::path{path}.filename().string().substr(0, 2)] =
            lesson::read_lesson(read_file(path), path).lesson->minutes;
    const auto guide = read_file(project_path("Assets/Guide/TeachersGuide.md"));
    static const std::regex plan(R"(A class of \*\*(\d+) minutes\*\*: ([^.]+)\.)"), part(R"((\d\d) [a-z ]*\((\d+)\))");
    int plans = 0;
    for (std::sregex_iterator each(guide.begin(), guide.end(), plan), end; each != end; ++each, ++plans) {
        const std::string parts = (*each)[2];
        int sum = 0;
        for (std::sregex_iterator one(parts.begin(), parts.end(), part); one != end; ++one) {
            EXPECT_EQ(minutes[(*one)[1]], std::stoi((*one)[2])) << "lesson " << (*one)[1];
            sum += std::stoi((*one)[2]);
        }
        EXPECT_EQ(sum, std::stoi((*each)[1]));
    }
    EXPECT_EQ(plans, 2);
}

} // namespace
