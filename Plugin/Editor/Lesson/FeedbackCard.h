#pragma once

#include "Editor/Controls/Button.h"
#include "Editor/Lesson/LessonPlot.h"
#include "Look/Paragraph.h"
#include "Session/LessonController.h"

namespace soma::editor {

/// The foot of a question: what came of the answer and how to go on, above how the sounds look, or the veil over it.
class FeedbackCard final : public Widget {
  public:
    FeedbackCard(Context& shared, LessonController& controller);

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    /// The height it needs at least in this width; 0: there is nothing to show.
    int least_height(int width);
    /// The plot and what it takes; false: only the line.
    bool has_picture() const;
    /// The key R: the first asks, the second reveals.
    void reveal_by_key();

  private:
    struct Line {
        std::string text;
        Icon icon = Icon::none;
        bool operator==(const Line&) const = default;
    };
    Line line() const;
    bool shows_traces() const;
    bool shows_numbers() const;
    float bar_height(float width) const;
    void make_traces();
    juce::Rectangle<float> picture() const;

    LessonController& controller_;
    WordButton next_, reveal_;
    std::vector<LessonTrace> traces_;
    std::uint64_t seen_ = 0;
    std::string traced_for_; ///< which step, trial and knobs the traces are of
};

} // namespace soma::editor
