#include "Editor/Controls/Button.h"
#include "Editor/Controls/KeyCap.h"
#include "Editor/Lesson/Answers.h"
#include "Editor/Lesson/TypedField.h"

namespace soma::editor {

namespace {

/// "Type a number in mV": the unit asked for stands beside; another one of its kind may be typed too.
class NumberAnswer final : public Answers {
  public:
    NumberAnswer(Context& shared, LessonController& controller)
        : Answers(shared, controller)
        , unit_(lesson::symbol_of(step().unit))
        , field_(shared, "Your answer" + (unit_.empty() ? juce::String{} : " in " + utf8(unit_)), "Type a number")
        , check_(shared, {"Check", {}, utf8(enter_key), true}) {
        setTitle("Answer");
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
        const int height = projected() ? 56 : 40, wide = projected() ? 340 : 220;
        field_.setBounds(0, 0, std::min(wide, width / 2), height);
        const int button = projected() ? 170 : 110;
        check_.setBounds(width - button, (height - metrics().button) / 2, button, metrics().button);
        return height;
    }

    void paint(juce::Graphics& g) override {
        if (unit_.empty()) return;
        draw_text(g, {unit_, type(Face::medium, metrics().value, Token::text2)},
                  getLocalBounds()
                      .toFloat()
                      .withLeft(static_cast<float>(field_.getRight()) + 10.0f)
                      .withRight(static_cast<float>(check_.isVisible() ? check_.getX() : getWidth())));
    }

    bool take_key(const juce::KeyPress& key) override {
        const auto letter = key.getTextCharacter();
        const bool begins = juce::CharacterFunctions::isDigit(letter) || letter == '.' || letter == ',' ||
                            letter == '-' || letter == '+' || letter == 0x2212;
        if (!open() || !begins) return false;
        field_.begin(juce::String(controller_.answering().outcome ? "" : controller_.answering().typed) +
                     juce::String::charToString(letter));
        return true;
    }

  private:
    const lesson::NumericStep& step() const {
        return std::get<lesson::NumericStep>(controller_.session()->step().body);
    }
    void hand_in() {
        if (!open()) return controller_.confirm();
        controller_.hand_in_number(field_.text().toStdString());
        if (!open()) give_keyboard_back();
    }

    std::string unit_;
    TypedField field_;
    WordButton check_;
};

} // namespace

std::unique_ptr<Answers> make_number_answer(Context& shared, LessonController& controller) {
    return std::make_unique<NumberAnswer>(shared, controller);
}

} // namespace soma::editor
