#pragma once

#include "Editor/Controls/Button.h"

#include <memory>

namespace soma::editor {

/// A titled card over the view with a button that closes it; Esc closes it too. Its content may be JUCE's own controls:
/// the card draws the ring around the one that has the keyboard, and scrolls what is higher than the window.
class Card final : public Widget {
  public:
    explicit Card(Context& shared);

    /// `width` and `height` in logical pixels are what the content would like to have; height 0: it scrolls by itself
    /// and takes all there is. A narrow card stands at the right, so that the scope stays in sight.
    void open(const juce::String& title, std::unique_ptr<juce::Component> content, int width, int height);
    void close();
    /// Within this part of the window.
    void place(juce::Rectangle<int> window);
    std::function<void()> opened; ///< it wants a place

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void paintOverChildren(juce::Graphics& g) override;
    void resized() override;

  private:
    int title_height() const;

    std::unique_ptr<juce::Component> content_;
    juce::Viewport viewport_;
    IconButton close_;
    int width_ = 0, height_ = 0;
};

} // namespace soma::editor
