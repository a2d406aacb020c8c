#pragma once

#include "Editor/Controls/Widget.h"
#include "Session/LessonController.h"

namespace soma::editor {

/// Questions, given and right answers so far; at a reveal, and with the total at the end.
class ReviewTable final : public Widget {
  public:
    ReviewTable(Context& shared, LessonController& controller);

    /// Empty where the lesson does not reveal answers here.
    bool empty() const { return rows_.empty(); }
    int lay_out(int width);
    void paint(juce::Graphics& g) override;

  private:
    struct Row {
        std::string number, asked, given, right;
        bool correct = false;
    };
    LessonController& controller_;
    std::vector<Row> rows_;
};

} // namespace soma::editor
