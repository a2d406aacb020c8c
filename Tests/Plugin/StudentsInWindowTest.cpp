#include "StudentAtWindow.h"

#include "Embedded/BuiltInLessons.h"

#include <gtest/gtest.h>

#include <algorithm>

/// Every lesson in the window, key by key, by students of whom every answer is known.
namespace soma::editor {
namespace {

using test::Student;

class StudentsInWindow : public testing::TestWithParam<std::size_t> {};

TEST_P(StudentsInWindow, AreMarkedAsTheyDeserve) {
    const auto number = built_in_lessons()[GetParam()].file.substr(0, 2);
    LessonWindow window;
    ASSERT_TRUE(window.open(number));
    const auto play = [&](std::uint64_t seed, Student::Kind kind, std::size_t mistake = 0) {
        auto& controller = window.controller();
        controller.set_student("Student " + std::to_string(seed));
        EXPECT_EQ(controller.set_seed(std::to_string(seed)), std::nullopt);
        return AtTheWindow{window, Student{kind, seed, mistake}}.play();
    };
    constexpr std::size_t most_mistakes = 8;
    int answers = 0, mistakes = 0, students = 0;
    double guessed = 0.0, possible = 0.0;
    for (std::uint64_t seed = 1; seed <= test::student_seeds(); ++seed) {
        const auto right = play(seed, Student::Kind::right);
        EXPECT_NEAR(right.score, right.maximum, 1e-9) << number << ", seed " << seed;
        for (std::size_t mistake = 0; mistake < most_mistakes; ++mistake) {
            const auto mistaken = play(seed, Student::Kind::mistaken, mistake);
            ++students;
            answers += mistaken.answers;
            mistakes += mistaken.mistakes;
            if (mistaken.mistakes == 0) break;
            EXPECT_LT(mistaken.score, right.score + 1e-9) << number << ", seed " << seed;
        }
        const auto guesser = play(seed, Student::Kind::guesser);
        EXPECT_LT(guesser.score, right.score) << number << ", seed " << seed;
        guessed += guesser.score;
        possible += guesser.maximum;
        students += 2;
        answers += right.answers + guesser.answers;
    }
    // One guesser may be lucky; twenty together are not.
    if (test::student_seeds() >= 20) {
        EXPECT_LT(guessed / possible, window.session().lesson().scoring.pass) << "guessing passes " << number;
    }
    std::printf("%s: %d students, %d answers, %d mistakes, guessers %.0f %%\n", number.c_str(), students, answers,
                mistakes, 100.0 * guessed / possible);
}

INSTANTIATE_TEST_SUITE_P(Lessons, StudentsInWindow, testing::Range(std::size_t{0}, built_in_lessons().size()),
                         [](const auto& tested) { return "No" + built_in_lessons()[tested.param].file.substr(0, 2); });

} // namespace
} // namespace soma::editor
