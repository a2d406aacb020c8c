#pragma once

#include "Editor/Controls/Part.h"
#include "Session/LessonDesk.h"

namespace soma::editor {

/// What a teacher reads while the class looks at the projector: notes and the answer, in a window of its own that is
/// dragged to the other screen. A student's window never shows them.
class TeacherWindow final : public juce::DocumentWindow {
  public:
    TeacherWindow(Context& shared, LessonDesk& desk, std::function<void()> closed);

    /// Every frame.
    void refresh();
    void closeButtonPressed() override;
    juce::String text() const { return page_.getText(); }

  private:
    juce::String notes();

    LessonDesk& desk_;
    std::function<void()> closed_;
    juce::TextEditor page_;
    std::uint64_t seen_ = 0;
};

} // namespace soma::editor
