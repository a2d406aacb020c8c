#include "Editor/Lesson/LessonLook.h"

#include "Editor/Controls/KeyCap.h"

#include <algorithm>

namespace soma::editor {

void draw_key(juce::Graphics& g, const Context& context, juce::Rectangle<float>& row, const juce::String& key, float px,
              bool at_right, std::optional<juce::Colour> ink) {
    const bool projected = context.metrics->kind == Metrics::Kind::projector;
    const auto& theme = *context.theme;
    px = projected ? std::max(16.0f, px * 1.4f) : px;
    const KeyCap letters(key, px, ink.value_or(theme[Token::text2]));
    const float width = letters.letters_width() + 1.38f * px, height = 1.75f * px;
    const auto place = at_right ? row.removeFromRight(width) : row.removeFromLeft(width);
    letters.draw(g, place.withSizeKeepingCentre(width, height), ink.value_or(theme[Token::line_strong]),
                 context.metrics->hairline);
}

} // namespace soma::editor
