#include "Editor/Window/Browser.h"
#include "EditorSupport.h"
#include "LessonWindow.h"

#include <gtest/gtest.h>

namespace soma::editor {
namespace {

TEST(EditorKeyboard, RevealingWithoutPointsTakesTwoKeys) {
    LessonWindow window;
    ASSERT_TRUE(window.drop(first_spike().dump()));
    window.press('r');
    EXPECT_EQ(window.session().attempts_left(), 1) << "one stray key costs nothing";
    auto* button = find_titled(*window.editor, "Reveal without scoring");
    ASSERT_NE(button, nullptr);
    const auto* reveal = dynamic_cast<WordButton*>(button);
    ASSERT_NE(reveal, nullptr);
    EXPECT_TRUE(reveal->asking());
    {
        const OverflowRecorder overflow;
        window.picture("lesson-reveal-asked");
        EXPECT_TRUE(overflow.found().isEmpty()) << overflow.found().joinIntoString(" | ");
    }
    window.press('r');
    EXPECT_EQ(window.session().attempts_left(), 0);
    EXPECT_TRUE(window.session().rows().back().revealed);
}

TEST(EditorKeyboard, EnterGoesOnThoughAnAnswerHasTheRing) {
    LessonWindow window;
    ASSERT_TRUE(window.drop(first_spike().dump()));
    window.hear_all();
    auto* answer = find_titled(*window.editor, "Answer 1");
    ASSERT_NE(answer, nullptr);
    const juce::KeyPress enter{juce::KeyPress::returnKey};
    EXPECT_TRUE(answer->keyPressed(enter)) << "the ring's control takes Enter while it can be chosen";
    window.editor->refresh();
    EXPECT_EQ(window.session().attempts_left(), 0);
    EXPECT_FALSE(answer->keyPressed(enter)) << "afterwards Enter is Next's";
    const auto before = window.session().position();
    window.enter();
    EXPECT_EQ(window.session().position(), before + 1);
}

TEST(EditorKeyboard, APressedButtonThatCannotActLeavesEnterToTheWindow) {
    FakeHost host;
    Editor editor{host};
    WordButton button{editor.context(), {.word = "Check"}};
    int pressed = 0;
    button.pressed = [&] { ++pressed; };
    button.can_press = [] { return false; };
    EXPECT_FALSE(button.keyPressed(juce::KeyPress{juce::KeyPress::returnKey}));
    button.can_press = nullptr;
    button.ask_again = "Again";
    EXPECT_TRUE(button.keyPressed(juce::KeyPress{juce::KeyPress::returnKey}));
    EXPECT_EQ(pressed, 0) << "the first key asks";
    EXPECT_TRUE(button.keyPressed(juce::KeyPress{juce::KeyPress::returnKey}));
    EXPECT_EQ(pressed, 1);
}

TEST(EditorKeyboard, ArrowsMoveTheCursorsWithoutTheRing) {
    FakeHost host;
    host.play_lif();
    Editor editor{host};
    run(host, editor, 1.3);
    press(editor, 'c');
    editor.createComponentSnapshot(editor.getLocalBounds());
    auto& controller = controller_of(editor);
    if (!controller.cursors) press(editor, 'c');
    editor.createComponentSnapshot(editor.getLocalBounds());
    const auto before = controller.cursor_ms;
    EXPECT_TRUE(editor.keyPressed(juce::KeyPress{juce::KeyPress::rightKey}));
    EXPECT_GT(controller.cursor_ms[0], before[0]);
}

TEST(EditorKeyboard, EscEndsMidiLearning) {
    FakeHost host;
    Editor editor{host};
    host.parameters().learn(Id::holding_current_pa);
    EXPECT_TRUE(editor.keyPressed(juce::KeyPress{juce::KeyPress::escapeKey}));
    EXPECT_FALSE(host.parameters().learning());
}

/// A strip has what only the application has; in it no key is a host's.
TEST(EditorKeyboard, AStripTakesItsRoomAboveAndNoneOfTheSessions) {
    class Strip final : public Widget {
      public:
        using Widget::Widget;
    };
    FakeHost host;
    Editor editor{host};
    auto session = host.session();
    session.take_keys = false;
    host.set_session(session);
    EXPECT_FALSE(press(editor, 't'));
    editor.set_strip(std::make_unique<Strip>(editor.context()));
    EXPECT_EQ(editor.strip_height(), Metrics::of(Metrics::Kind::desktop).strip);
    EXPECT_TRUE(press(editor, 't'));
    editor.setSize(1100, 720 + editor.strip_height());
    EXPECT_EQ(host.session().height, 720);
}

} // namespace
} // namespace soma::editor
