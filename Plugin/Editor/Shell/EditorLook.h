#pragma once

#include "Editor/Look/Metrics.h"
#include "Editor/Look/Theme.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace soma::editor {

/// Menus, tooltips, scroll bars and text boxes in the theme's colours.
class EditorLook final : public juce::LookAndFeel_V4 {
  public:
    void apply(const Theme& theme, const Metrics& metrics);

    juce::Font getPopupMenuFont() override;
    void drawPopupMenuBackgroundWithOptions(juce::Graphics& g, int width, int height,
                                            const juce::PopupMenu::Options&) override;
    juce::Rectangle<int> getTooltipBounds(const juce::String& text, juce::Point<int> position,
                                          juce::Rectangle<int> parent) override;
    void drawTooltip(juce::Graphics& g, const juce::String& text, int width, int height) override;

  private:
    const Theme* theme_ = &Theme::of(Theme::Kind::dark);
    const Metrics* metrics_ = &Metrics::of(Metrics::Kind::desktop);
};

} // namespace soma::editor
