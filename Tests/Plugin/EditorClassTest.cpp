#include "Class/Device.h"
#include "Editor/Controls/StatusLamp.h"
#include "Editor/Lesson/AnswerButton.h"
#include "EditorSupport.h"
#include "Lesson/Play/ResultsFile.h"
#include "LessonWindow.h"

#include <gmock/gmock.h>

namespace soma::editor {
namespace {

using lesson::ClassPhase;
using testing::HasSubstr;

/// A class of the drawing's lesson on loopback, started by the buttons that a teacher presses.
struct ClassWindow : LessonWindow {
    explicit ClassWindow(Look look = {})
        : LessonWindow(look) {
        EXPECT_TRUE(drop(first_spike().dump()));
        live().set_address("127.0.0.1"); // never offered to phones: only tests use it
        push("Hold a class");
        push("Start the class");
        EXPECT_TRUE(live().running());
    }
    ClassController& live() { return controller().live(); }
    void push(const juce::String& title) {
        editor->refresh();
        auto* found = dynamic_cast<Button*>(find_titled(*editor, title));
        ASSERT_NE(found, nullptr) << title;
        found->pressed();
        editor->refresh();
    }
    std::string base() { return live().url().substr(0, live().url().find("/?")); }
    /// Frames, until the window has seen it; false after five seconds.
    bool until(const std::function<bool()>& holds) {
        for (int i = 0; i < 250 && !holds(); ++i) {
            juce::Thread::sleep(20);
            editor->refresh();
        }
        return holds();
    }
    /// The word of the footer, once it has been there for its 300 ms.
    std::string lamp() {
        editor->refresh();
        juce::Thread::sleep(320);
        editor->refresh();
        return dynamic_cast<StatusLamp&>(*find_titled(*editor, "Neuron status")).shown().word;
    }
    juce::Image picture(const juce::String& name) {
        lamp();
        return LessonWindow::picture(name);
    }
    ClassPhase phase() { return live().state()->live().phase(); }
};

TEST(EditorClass, ATeacherLeadsAQuestionByEnterAlone) {
    ClassWindow window;
    test::Device ada{window.base(), window.live().code()};
    ASSERT_EQ(ada.join("Ada").status, 200);
    ada.listen();
    ASSERT_TRUE(window.until([&] { return window.live().count_words() == "1 here"; }));
    EXPECT_TRUE(all_spoken(*window.editor).contains("Ada"));
    window.enter();
    ASSERT_TRUE(ada.wait_for_phase("listen"));
    window.enter();
    ASSERT_TRUE(ada.wait_for_phase("open"));
    EXPECT_EQ(ada.answer({"1"}).status, 200);
    window.press('2');
    window.press('2');
    ASSERT_TRUE(window.until([&] { return window.live().count_words() == "1 of 1 answered"; }));
    EXPECT_FALSE(window.session().tally().bars_visible());
    window.enter();
    ASSERT_TRUE(ada.wait_for_phase("closed"));
    EXPECT_FALSE(window.session().tally().bars_visible());
    window.enter();
    ASSERT_TRUE(ada.wait_for_phase("tally"));
    ASSERT_TRUE(window.until([&] { return window.session().tally().bars_visible(); }));
    EXPECT_EQ(window.session().tally().votes(0), (std::vector<int>{1, 2, 0})) << "a device and two hands";
    window.picture("class-votes");
    window.push("Talk, then vote again");
    ASSERT_TRUE(ada.wait_for_phase("discuss"));
    window.enter();
    ASSERT_TRUE(ada.wait_for([](const test::Json& s) { return s["class"]["round"] == 2; }, 5000));
    EXPECT_EQ(ada.answer({"2"}).status, 200);
    window.enter();
    window.enter();
    ASSERT_TRUE(window.until([&] { return window.session().tally().bars_visible(); }));
    EXPECT_EQ(window.session().tally().rounds(), 2);
    EXPECT_FALSE(ada.state()["class"].contains("solution"));
    window.enter();
    ASSERT_TRUE(ada.wait_for_phase("reveal"));
    EXPECT_EQ(ada.state()["seat"]["result"]["correct"], false);
    EXPECT_TRUE(all_spoken(*window.editor).contains("Neuron A, right"));
    window.picture("class-revealed");
    window.enter();
    EXPECT_EQ(window.session().step().id, "q2");
    ASSERT_TRUE(ada.wait_for([](const test::Json& s) { return s["class"]["question"] == 2; }, 5000));
}

/// While a class is open the footer says so: in each view, whatever the neuron does, at any size.
TEST(EditorClass, TheFooterSaysThatAClassIsOpen) {
    ClassWindow window;
    for (const bool projector : {false, true}) {
        if (projector) window.press('p');
        for (const auto view : {ViewChoice::lesson, ViewChoice::play, ViewChoice::bench}) {
            window.editor->show_view(view);
            EXPECT_EQ(window.lamp(), "Class open") << static_cast<int>(view);
            EXPECT_TRUE(window.live().running());
        }
    }
    window.host.status_now.engine.resets = 1;
    EXPECT_EQ(window.lamp(), "Membrane was reset · 1") << "what was counted comes first";
    window.live().stop();
    window.host.status_now.engine.resets = 0;
    EXPECT_NE(window.lamp(), "Class open");
}

/// Keys 1 to 9 and clicks count raised hands while a vote is open. Nothing answers the teacher's own session: what is
/// answered there is answered for all.
TEST(EditorClass, AClickOnAnOptionIsAHandAndNoAnswer) {
    ClassWindow window;
    test::Device ada{window.base(), window.live().code()};
    ada.join("Ada");
    ada.listen();
    window.hear_all();
    const auto try_all = [&](const char* when) {
        int pressed = 0;
        walk(*window.editor, [&](juce::Component& part) {
            auto* button = dynamic_cast<AnswerButton*>(&part);
            if (button != nullptr && button->isVisible() && button->pressed) button->pressed(), ++pressed;
        });
        EXPECT_EQ(pressed, 3) << when;
        window.press('1');
        window.press('0');
        window.controller().cannot_tell();
        window.controller().hand_in_number("12 ms");
        window.controller().hand_in_fields();
        window.editor->refresh();
        EXPECT_TRUE(window.session().rows().empty()) << when;
        EXPECT_NE(window.session().phase(), lesson::Phase::answered) << when;
    };
    try_all("in the lobby");
    window.enter();
    ASSERT_TRUE(ada.wait_for_phase("listen"));
    try_all("before the vote");
    window.enter();
    ASSERT_TRUE(ada.wait_for_phase("open"));
    try_all("while the vote is open");
    window.enter();
    ASSERT_TRUE(ada.wait_for_phase("closed"));
    try_all("after it");
    window.enter();
    ASSERT_TRUE(window.until([&] { return window.session().tally().bars_visible(); }));
    EXPECT_EQ(window.session().tally().votes(0), (std::vector<int>{2, 1, 1})) << "three clicks and a key";
}

TEST(EditorClass, ResultsAreSavedAndTheClassIsEndedByTwoPresses) {
    ClassWindow window;
    test::Device ada{window.base(), window.live().code()};
    ada.join("Ada");
    ada.listen();
    window.enter();
    window.enter();
    ASSERT_TRUE(ada.wait_for_phase("open"));
    ada.answer({"1"});
    window.push("Reveal");
    ASSERT_TRUE(ada.wait_for_phase("reveal"));
    ASSERT_TRUE(window.until([&] { return window.phase() == ClassPhase::reveal; }));
    window.controller().set_class_key("tuesday");
    const auto file = window.folder.getChildFile("class.csv");
    window.view->live().ask_for_file = [&](const std::function<void(const juce::File&)>& then) { then(file); };
    window.push("Save the class");
    EXPECT_THAT(file.loadFileAsString().toStdString(), HasSubstr(",Ada,"));
    EXPECT_FALSE(file.loadFileAsString().contains("tuesday"));
    window.push("End the class");
    EXPECT_TRUE(window.live().running()) << "it asks once more";
    window.push("End the class");
    EXPECT_FALSE(window.live().running());
    EXPECT_EQ(ada.answer({"1"}).status, 0) << "nobody listens any more";
    EXPECT_NE(window.live().csv(window.session(), ""), "") << "the results stay";
}

TEST(EditorClass, TheKeyIsBehindTheCodesOfAStudentsResults) {
    LessonWindow window;
    ASSERT_TRUE(window.drop(first_spike().dump()));
    window.hear_all();
    window.press('1');
    window.controller().set_class_key("tuesday");
    const auto csv = window.controller().csv();
    EXPECT_TRUE(lesson::read_results(csv, "tuesday").students.at(0).whole);
    EXPECT_FALSE(lesson::read_results(csv, "").students.at(0).whole);
    EXPECT_EQ(csv.find("tuesday"), std::string::npos);
    EXPECT_THAT(csv, HasSubstr(window.session().code()));
}

TEST(EditorClass, TheClassOutlivesTheWindowAndALessonWithoutOneIsAsBefore) {
    LessonWindow plain;
    ASSERT_TRUE(plain.drop(first_spike().dump()));
    EXPECT_FALSE(plain.controller().live().running()) << "off until the teacher starts it";
    ClassWindow window;
    test::Device ada{window.base(), window.live().code()};
    ASSERT_EQ(ada.join().status, 200);
    window.editor.reset();
    EXPECT_EQ(ada.join().status, 200);
}

TEST(EditorClass, TheProjectorShowsHowToJoinAndHowManyAnswered) {
    ClassWindow window({1100, 720, true, false});
    window.picture("class-start");
    window.press('p');
    window.picture("class-projector-start");
    test::Device ada{window.base(), window.live().code()};
    ada.join();
    ada.listen();
    window.enter();
    window.enter();
    ASSERT_TRUE(ada.wait_for_phase("open"));
    ada.answer({"1"});
    ASSERT_TRUE(window.until([&] { return window.live().count_words() == "1 of 1 answered"; }));
    window.picture("class-projector-open");
    EXPECT_TRUE(all_spoken(*window.editor).contains("1 of 1 answered"));
    EXPECT_TRUE(all_spoken(*window.editor).contains(juce::String(window.live().code())));
}

} // namespace
} // namespace soma::editor
