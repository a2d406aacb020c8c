#pragma once

#include "Editor/Controls/Widget.h"
#include "Session/LessonController.h"

#include <memory>

namespace soma::editor {

/// Where a question is answered.
class Answers : public Widget {
  public:
    Answers(Context& shared, LessonController& controller)
        : Widget(shared)
        , controller_(controller) {}

    /// Places what it holds in this width; the height that takes.
    virtual int lay_out(int width) = 0;
    /// A key that nothing else took.
    virtual bool take_key(const juce::KeyPress&) { return false; }

  protected:
    bool open() const {
        return controller_.session() != nullptr && controller_.session()->phase() != lesson::Phase::answered;
    }

    LessonController& controller_;
};

/// As the present step asks; null where nothing is asked.
std::unique_ptr<Answers> make_answers(Context& shared, LessonController& controller);

// For the maker; one file each.
std::unique_ptr<Answers> make_choice_answers(Context& shared, LessonController& controller);
std::unique_ptr<Answers> make_number_answer(Context& shared, LessonController& controller);
std::unique_ptr<Answers> make_explanation(Context& shared, LessonController& controller);
std::unique_ptr<Answers> make_tune_answer(Context& shared, LessonController& controller);
std::unique_ptr<Answers> make_table_answer(Context& shared, LessonController& controller);

} // namespace soma::editor
