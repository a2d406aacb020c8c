#include "LessonWindow.h"

#include <gtest/gtest.h>

#include <set>

namespace soma::editor {
namespace {

std::size_t colours_in(const juce::Image& image) {
    std::set<juce::uint32> found;
    for (int y = 0; y < image.getHeight(); y += 3)
        for (int x = 0; x < image.getWidth(); x += 3) found.insert(image.getPixelAt(x, y).getARGB());
    return found.size();
}

/// As drawn: two questions right, the third one asked, A playing for the second time.
void go_to_third(LessonWindow& window) {
    ASSERT_TRUE(window.drop(first_spike().dump()));
    for (int question = 0; question < 2; ++question) {
        window.hear_all();
        window.press('1');
        window.enter();
    }
    window.hear_all();
    window.press('a');
}

struct Frame {
    const char* name;
    LessonWindow::Look look;
    float scale;
};
const Frame frames[] = {{"", {}, 2.0f},
                        {"-light", {1100, 720, true, false}, 1.0f},
                        {"-minimum", {800, 520, false, false}, 2.0f},
                        {"-minimum-light", {800, 520, true, false}, 1.0f},
                        {"-narrow", {960, 700, false, false}, 1.0f},
                        {"-large", {1920, 1080, false, false}, 1.0f},
                        {"-projector", {1100, 720, true, true}, 1.0f},
                        {"-projector-dark", {1100, 720, false, true}, 1.0f}};

void expect_picture(LessonWindow& window, const juce::String& name, float scale) {
    const OverflowRecorder overflow;
    const auto image = window.picture(name, scale);
    EXPECT_GT(colours_in(image), 30u) << name;
    EXPECT_TRUE(overflow.found().isEmpty()) << name << ":\n" << overflow.found().joinIntoString("\n");
}

TEST(EditorLessonPictures, HiddenAndRevealedInEveryWindowAndTheme) {
    for (const auto& frame : frames) {
        LessonWindow window(frame.look);
        ASSERT_NO_FATAL_FAILURE(go_to_third(window));
        expect_picture(window, juce::String("lesson") + frame.name, frame.scale);
        window.host.end_sound();
        window.editor->refresh();
        if (frame.look.projector)
            window.press('v');
        else
            window.press('1');
        expect_picture(window, juce::String("lesson-revealed") + frame.name, frame.scale);
        window.press('o');
        expect_picture(window, juce::String("lesson-score") + frame.name, frame.scale);
    }
}

TEST(EditorLessonPictures, EveryStepOfTheSmallLesson) {
    for (const auto& frame : frames) {
        LessonWindow window(frame.look);
        ASSERT_TRUE(window.drop(test::small_lesson().dump()));
        int guard = 0;
        while (!window.controller().finished() && ++guard < 60) {
            const auto id = window.session().step().id + "-" + std::to_string(window.session().trial().first);
            window.hear_all();
            expect_picture(window, juce::String("lesson-step-") + id + frame.name, 1.0f);
            if (!window.session().can_advance()) window.pass();
            expect_picture(window, juce::String("lesson-step-") + id + "-after" + frame.name, 1.0f);
            window.hear_all();
            window.enter();
        }
        EXPECT_TRUE(window.controller().finished());
        expect_picture(window, juce::String("lesson-summary") + frame.name, 1.0f);
    }
}

TEST(EditorLessonPictures, EmptyRefusedAndWrong) {
    LessonWindow window;
    expect_picture(window, "lesson-none", 1.0f);
    EXPECT_FALSE(window.drop("{\"format\": \"somaphone-lesson\", \"formatVersion\": \"1.0\", \"steps\": [}"));
    expect_picture(window, "lesson-refused", 1.0f);
    ASSERT_TRUE(window.drop(first_spike().dump()));
    window.hear_all();
    window.press('2');
    expect_picture(window, "lesson-wrong", 1.0f);
}

TEST(EditorLessonPictures, TheClassVotesInTwoRounds) {
    LessonWindow window({1100, 720, true, true});
    auto text = first_spike();
    for (auto& step : text["steps"]) step["tally"] = true;
    ASSERT_TRUE(window.drop(text.dump()));
    for (const char key : {'1', '2', '2', '3', '2', '1'}) window.press(static_cast<juce::juce_wchar>(key));
    expect_picture(window, "lesson-votes", 1.0f);
    window.press('t');
    expect_picture(window, "lesson-votes-closed", 1.0f);
    window.press('t');
    for (const char key : {'1', '1', '2', '1', '1', '1'}) window.press(static_cast<juce::juce_wchar>(key));
    window.press('t');
    window.press('v');
    expect_picture(window, "lesson-votes-revealed", 1.0f);
    window.press('x');
    window.picture("lesson-blank");
}

} // namespace
} // namespace soma::editor
