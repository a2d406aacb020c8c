#include "Editor/Controls/KeyCap.h"

#include "Look/Icons.h"
#include "Look/TextLine.h"

namespace soma::editor {

KeyCap::KeyCap(const juce::String& key, float px, juce::Colour ink)
    : key_(key)
    , px_(px)
    , width_(key == utf8(enter_key) ? px * 1.1f : TextLine(key.toStdString(), {Face::mono_medium, px, ink}).width())
    , ink_(ink) {}

void KeyCap::draw(juce::Graphics& g, juce::Rectangle<float> area, juce::Colour outline, float stroke) const {
    if (key_.isEmpty()) return;
    g.setColour(outline);
    g.drawRoundedRectangle(area.reduced(0.5f), 4.0f, stroke);
    if (key_ == utf8(enter_key))
        draw_icon(g, Icon::enter, area, px_ * 1.25f, ink_);
    else
        draw_text(g, {key_.toStdString(), {Face::mono_medium, px_, ink_}}, area, Align::centre);
}

} // namespace soma::editor
