#pragma once

#include "Editor/Controls/Part.h"
#include "Session/LessonDesk.h"

namespace soma::editor {

/// What was asked, given and right, so far; at a reveal, and with the total at the end.
class ReviewTable final : public Part {
  public:
    ReviewTable(Context& shared, LessonDesk& desk);

    /// Empty where the lesson does not reveal answers here.
    bool empty() const { return rows_.empty(); }
    int lay_out(int width);
    void paint(juce::Graphics& g) override;

  private:
    struct Row {
        std::string number, asked, given, right;
        bool correct = false;
    };
    LessonDesk& desk_;
    std::vector<Row> rows_;
};

} // namespace soma::editor
