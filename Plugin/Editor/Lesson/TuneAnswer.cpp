#include "Editor/Controls/Button.h"
#include "Editor/Controls/KeyCap.h"
#include "Editor/Lesson/Answers.h"
#include "Editor/Lesson/LessonFields.h"

#include <algorithm>

namespace soma::editor {

namespace {

/// A knob that is turned by ear, by the arrow keys too; Enter says that it is right.
class TuneAnswer final : public Answers {
  public:
    TuneAnswer(Context& shared, LessonController& controller)
        : Answers(shared, controller)
        , check_(shared, {"Check", {}, utf8(enter_key), true}) {
        setTitle("Answer");
        const auto& step = std::get<lesson::TuneStep>(controller.session()->step().body);
        FieldLook look;
        look.label = lesson_label(step.control);
        look.spoken = std::string(lesson::control_parameter(step.control).label);
        knob_ = std::make_unique<ValueField>(shared, tuned_model(controller), look);
        check_.pressed = [this] { controller_.confirm(); };
        addAndMakeVisible(*knob_);
        addAndMakeVisible(check_);
    }

    void refresh() override {
        knob_->refresh();
        check_.setVisible(open());
    }

    int lay_out(int width) override {
        refresh();
        const int button = projected() ? 170 : 110, height = std::max(metrics().row, metrics().button);
        knob_->setBounds(0, (height - metrics().row) / 2, width - button - 12, metrics().row);
        check_.setBounds(width - button, (height - metrics().button) / 2, button, metrics().button);
        return height;
    }

    bool take_key(const juce::KeyPress& key) override {
        const int turning[]{juce::KeyPress::upKey, juce::KeyPress::downKey, juce::KeyPress::leftKey,
                            juce::KeyPress::rightKey};
        const bool turns = std::find(std::begin(turning), std::end(turning), key.getKeyCode()) != std::end(turning);
        const auto letter = key.getTextCharacter();
        const bool types =
            !knob_->model().blind() && (juce::CharacterFunctions::isDigit(letter) || letter == '.' || letter == ',');
        return open() && (turns || types) && knob_->keyPressed(key);
    }

  private:
    std::unique_ptr<ValueField> knob_;
    WordButton check_;
};

} // namespace

std::unique_ptr<Answers> make_tune_answer(Context& shared, LessonController& controller) {
    return std::make_unique<TuneAnswer>(shared, controller);
}

} // namespace soma::editor
