#pragma once

#include "Editor/Controls/Part.h"
#include "Session/LessonDesk.h"

#include <memory>

namespace soma::editor {

/// Where a question is answered.
class Answers : public Part {
  public:
    Answers(Context& shared, LessonDesk& desk)
        : Part(shared)
        , desk_(desk) {}

    /// Places what it holds in this width; the height that takes.
    virtual int lay_out(int width) = 0;
    /// A key that nothing else took.
    virtual bool take_key(const juce::KeyPress&) { return false; }

  protected:
    bool open() const { return desk_.session() != nullptr && desk_.session()->phase() != lesson::Phase::answered; }

    LessonDesk& desk_;
};

/// As the present step asks; null where nothing is asked.
std::unique_ptr<Answers> make_answers(Context& shared, LessonDesk& desk);

// For the maker; each in a file of its own.
std::unique_ptr<Answers> make_choice_answers(Context& shared, LessonDesk& desk);
std::unique_ptr<Answers> make_number_answer(Context& shared, LessonDesk& desk);
std::unique_ptr<Answers> make_explanation(Context& shared, LessonDesk& desk);
std::unique_ptr<Answers> make_tune_answer(Context& shared, LessonDesk& desk);
std::unique_ptr<Answers> make_table_answer(Context& shared, LessonDesk& desk);

} // namespace soma::editor
