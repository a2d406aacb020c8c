#pragma once

#include "Editor/Controls/Widget.h"
#include "Session/LessonController.h"

namespace soma::editor {

/// Notes and the answer for a teacher while the class looks at the projector, in a separate window that is dragged to
/// the other screen. A student's window never shows them.
class TeacherWindow final : public juce::DocumentWindow {
  public:
    TeacherWindow(Context& shared, LessonController& controller, std::function<void()> closed);

    /// Every frame.
    void refresh();
    void closeButtonPressed() override;
    juce::String text() const { return page_.getText(); }

  private:
    juce::String notes();

    LessonController& controller_;
    std::function<void()> closed_;
    juce::TextEditor page_;
    std::uint64_t seen_ = 0;
};

} // namespace soma::editor
