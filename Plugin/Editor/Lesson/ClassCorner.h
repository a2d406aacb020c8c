#pragma once

#include "Editor/Lesson/ClassQr.h"
#include "Session/LessonController.h"

namespace soma::editor {

/// The live class on the projector: address, code and QR code, large before the first question and small in a corner
/// afterwards, with "23 of 28 answered".
class ClassCorner final : public Widget {
  public:
    ClassCorner(Context& shared, LessonController& controller);

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    /// Takes its place: all of the page before the first question, then the foot of the column beside it. Hidden while
    /// no class runs.
    void place(juce::Rectangle<int>& column, juce::Rectangle<int> page);

  private:
    bool large() const { return controller_.live().in_lobby(); }
    float line() const { return metrics().label * (large() ? 2.2f : 1.5f); }

    LessonController& controller_;
    ClassQr qr_;
    std::string shown_;
};

} // namespace soma::editor
