#pragma once

#include "Editor/Controls/Part.h"
#include "Session/LessonDesk.h"

namespace soma::editor {

/// The class: how many have voted, and once a round is closed the bars of all rounds side by side; the time to talk.
class TallyBars final : public Part {
  public:
    TallyBars(Context& shared, LessonDesk& desk);

    int lay_out(int width);
    void refresh() override;
    void paint(juce::Graphics& g) override;

  private:
    bool bars_shown() const;
    std::string words() const;

    LessonDesk& desk_;
    std::string shown_;
};

} // namespace soma::editor
