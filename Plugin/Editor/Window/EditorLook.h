#pragma once

#include "Look/Metrics.h"
#include "Look/Theme.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace soma::editor {

/// JUCE's own controls (menus, tooltips, choosers of files, the audio card) in the theme's colours and the program's
/// type; what pops up stays in the window, so that it has its zoom.
class EditorLook final : public juce::LookAndFeel_V4 {
  public:
    explicit EditorLook(juce::Component& window);
    void apply(const Theme& theme, const Metrics& metrics);

    juce::PopupMenu::Options getOptionsForComboBoxPopupMenu(juce::ComboBox& box, juce::Label& label) override;
    juce::Font getComboBoxFont(juce::ComboBox&) override;
    juce::Font getTextButtonFont(juce::TextButton&, int height) override;
    juce::Font getLabelFont(juce::Label&) override;
    juce::Font getPopupMenuFont() override;
    void drawPopupMenuBackgroundWithOptions(juce::Graphics& g, int width, int height,
                                            const juce::PopupMenu::Options&) override;
    juce::Rectangle<int> getTooltipBounds(const juce::String& text, juce::Point<int> position,
                                          juce::Rectangle<int> parent) override;
    void drawTooltip(juce::Graphics& g, const juce::String& text, int width, int height) override;

  private:
    juce::Component& window_;
    const Theme* theme_ = &Theme::of(Theme::Kind::dark);
    const Metrics* metrics_ = &Metrics::of(Metrics::Kind::desktop);
};

} // namespace soma::editor
