#include "Editor/Controls/Button.h"
#include "Editor/Controls/KeyCap.h"
#include "Editor/Lesson/Answers.h"
#include "Editor/Lesson/TypedField.h"

namespace soma::editor {

namespace {

/// A line for an explanation in the student's own words.
class ExplainAnswer final : public Answers {
  public:
    ExplainAnswer(Context& shared, LessonController& controller)
        : Answers(shared, controller)
        , field_(shared, "Your explanation", "Explain it in your own words")
        , check_(shared, {"Hand in", {}, utf8(enter_key), true}) {
        setTitle("Answer");
        field_.face = Face::regular;
        field_.entered = [this](const juce::String&) { hand_in(); };
        field_.changed = [this](const juce::String& text) { controller_.answering().typed = text.toStdString(); };
        check_.pressed = [this] { hand_in(); };
        addAndMakeVisible(field_);
        addAndMakeVisible(check_);
        refresh();
    }

    void refresh() override {
        if (field_.text().toStdString() != controller_.answering().typed)
            field_.set_text(utf8(controller_.answering().typed));
        field_.set_locked(!open());
        check_.setVisible(open());
    }

    int lay_out(int width) override {
        refresh();
        field_.resized();
        const int height = projected() ? 56 : 40, button = projected() ? 190 : 130;
        field_.setBounds(0, 0, width - button - 12, height);
        check_.setBounds(width - button, (height - metrics().button) / 2, button, metrics().button);
        return height;
    }

    /// Typing begins with the first letter, so that no letter is a command while an explanation is asked for.
    bool take_key(const juce::KeyPress& key) override {
        const auto letter = key.getTextCharacter();
        if (!open() || projected() || letter <= ' ' || key.getModifiers().isCommandDown()) return false;
        field_.begin(juce::String(utf8(controller_.answering().typed)) + juce::String::charToString(letter));
        return true;
    }

  private:
    void hand_in() {
        if (!open()) return controller_.confirm();
        controller_.hand_in_number(field_.text().toStdString());
        if (!open() && context.top != nullptr && context.top->isShowing()) context.top->grabKeyboardFocus();
    }

    TypedField field_;
    WordButton check_;
};

} // namespace

std::unique_ptr<Answers> make_explanation(Context& shared, LessonController& controller) {
    return std::make_unique<ExplainAnswer>(shared, controller);
}

} // namespace soma::editor
