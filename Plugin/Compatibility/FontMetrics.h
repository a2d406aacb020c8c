#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

/// Fonts under JUCE 7 and JUCE 8, which name them differently: the same sizes come out of both.
namespace soma::compatibility {

/// `typeface` at `height` pixels, with the metrics of JUCE 7. Message thread.
inline juce::Font font(const juce::Typeface::Ptr& typeface, float height) {
#if JUCE_MAJOR_VERSION >= 8
    return juce::Font{
        juce::FontOptions{typeface}.withHeight(height).withMetricsKind(juce::TypefaceMetricsKind::legacy)};
#else
    return juce::Font{typeface}.withHeight(height);
#endif
}

/// Width of one line of `text` in pixels. Message thread.
inline float text_width(const juce::Font& font, const juce::String& text) {
#if JUCE_MAJOR_VERSION >= 8
    return juce::GlyphArrangement::getStringWidth(font, text);
#else
    return font.getStringWidthFloat(text);
#endif
}

} // namespace soma::compatibility
