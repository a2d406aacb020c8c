#pragma once

#include "Editor/Controls/Button.h"
#include "Session/LessonController.h"

namespace soma::editor {

/// One sound of a question: plays and stops it, says how often it was heard and how far it is. Its text alternative is
/// its description for assistive programs, and stands below it when texts are shown.
class PlayerCard final : public Button {
  public:
    PlayerCard(Context& shared, LessonController& controller, std::size_t card);

    /// The card's whole height at this width.
    int height_for(int width, bool small, bool text) const;
    void refresh() override;
    void paint(juce::Graphics& g) override;

    bool small = false, text = false;

  private:
    struct Shown {
        std::string label, alt;
        int plays = 0;
        bool playing = false, allowed = true;
        float share = 0.0f;
        bool operator==(const Shown&) const = default;
    };
    Shown now() const;
    juce::String key() const { return juce::String::charToString(static_cast<juce::juce_wchar>('A' + card_)); }

    LessonController& controller_;
    std::size_t card_;
    Shown shown_;
};

} // namespace soma::editor
