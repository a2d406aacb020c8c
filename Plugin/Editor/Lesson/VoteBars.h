#pragma once

#include "Editor/Controls/Widget.h"
#include "Session/LessonController.h"

namespace soma::editor {

/// The class: how many have voted, and once a round is closed the bars of all rounds side by side; the time to talk.
class VoteBars final : public Widget {
  public:
    VoteBars(Context& shared, LessonController& controller);

    int lay_out(int width);
    void refresh() override;
    void paint(juce::Graphics& g) override;

  private:
    bool bars_shown() const;
    std::string words() const;

    LessonController& controller_;
    std::string shown_;
};

} // namespace soma::editor
