#pragma once

#include <juce_graphics/juce_graphics.h>

namespace soma::editor {

/// The embedded faces. Changing numbers are always in the mono face, so that they do not jitter.
enum class Face : int { regular, medium, semibold, mono, mono_medium, mono_semibold };

/// `em_px` is the size of the em, as designers count it; not JUCE's height, which is ascent + descent.
juce::Font font(Face face, float em_px);

/// The baseline below the middle of a line of text, in ems; close enough for both families.
constexpr float baseline_drop = 0.36f;

/// Width of one line.
float text_width(const juce::Font& font, const juce::String& text);

} // namespace soma::editor
