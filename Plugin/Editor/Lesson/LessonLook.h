#pragma once

#include "Editor/Controls/Widget.h"
#include "Look/Icons.h"

namespace soma::editor {

/// A key in its cap at the right end of the row, which gets shorter by it.
void draw_key(juce::Graphics& g, const Context& context, juce::Rectangle<float>& row, const juce::String& key, float px,
              bool at_right = true, std::optional<juce::Colour> ink = {});

} // namespace soma::editor
