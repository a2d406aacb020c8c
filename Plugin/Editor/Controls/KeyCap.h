#pragma once

#include "Look/Fonts.h"

namespace soma::editor {

/// The key that Enter is written with; the faces have no glyph for it, so it is drawn.
constexpr const char* enter_key = "\xe2\x86\xb5";

/// Letters in the cap of a key.
class KeyCap {
  public:
    KeyCap(const juce::String& key, float px, juce::Colour ink);

    float letters_width() const { return width_; }
    /// In the middle of the area, which is outlined.
    void draw(juce::Graphics& g, juce::Rectangle<float> area, juce::Colour outline, float stroke) const;

  private:
    juce::String key_;
    float px_, width_;
    juce::Colour ink_;
};

} // namespace soma::editor
