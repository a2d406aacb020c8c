#include "StudentAtWindow.h"

#include <gtest/gtest.h>

namespace soma::editor {
namespace {

/// Five lessons from start to result, as a student who answers right sees them: build/pictures/course-NN-STEP.png.
class EditorCoursePictures : public testing::TestWithParam<const char*> {};

TEST_P(EditorCoursePictures, FromStartToResult) {
    const std::string number = GetParam();
    LessonWindow window;
    ASSERT_TRUE(window.open(number));
    int step = 0;
    const auto picture = [&] {
        const OverflowRecorder overflow;
        const auto name = juce::String("course-") + utf8(number) + "-" + juce::String(++step).paddedLeft('0', 2);
        window.picture(name);
        EXPECT_TRUE(overflow.found().isEmpty()) << name << ":\n" << overflow.found().joinIntoString("\n");
    };
    AtTheWindow student{window, test::Student{test::Student::Kind::right, 1}};
    std::string drawn;
    student.before_next = [&] {
        const auto id = window.session().step().id; // of a staircase the first trial is enough
        if (id != drawn) picture();
        drawn = id;
    };
    const auto played = student.play();
    EXPECT_NEAR(played.score, played.maximum, 1e-9);
    picture();
    EXPECT_GE(step, 10);
}

INSTANTIATE_TEST_SUITE_P(Lessons, EditorCoursePictures, testing::Values("01", "07", "14", "19", "25"),
                         [](const auto& tested) { return std::string("No") + tested.param; });

} // namespace
} // namespace soma::editor
