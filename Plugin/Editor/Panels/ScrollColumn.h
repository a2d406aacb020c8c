#pragma once

#include "Editor/Panels/SidePanel.h"

namespace soma::editor {

/// A card around a side panel that scrolls where the window is too low for it.
class ScrollColumn final : public Widget {
  public:
    ScrollColumn(Context& shared, std::unique_ptr<SidePanel> panel);

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;

    SidePanel& panel() { return *panel_; }
    /// Kept free at the top, for tabs.
    int head = 0;

  private:
    void show_focused();

    std::unique_ptr<SidePanel> panel_;
    juce::Viewport viewport_;
    juce::Component* last_focus_ = nullptr;
    int laid_height_ = 0;
};

} // namespace soma::editor
