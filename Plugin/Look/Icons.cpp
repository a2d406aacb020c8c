#include "Look/Icons.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <array>

namespace soma::editor {

namespace {

constexpr float box = 24.0f, stroke = 1.9f;

struct Drawing {
    Icon icon;
    const char* stroked; ///< SVG path data
    const char* filled;
};

constexpr std::array<Drawing, static_cast<std::size_t>(Icon::count)> drawings{{
    {Icon::none, "M3 12h4M10 12h4M17 12h4", ""},
    {Icon::step, "M2 17h5V7h10v10h5", ""},
    {Icon::pulse, "M2 17h8V6h3v11h9", ""},
    {Icon::ramp, "M2 17h4L17 6v11h5", ""},
    {Icon::chirp,
     "M2.0 12.0L2.2 11.6L2.5 11.2L2.8 10.7L3.0 10.2L3.2 9.7L3.5 9.1L3.8 8.6L4.0 8.0L4.2 7.5L4.5 7.0L4"
     ".8 6.5L5.0 6.0L5.2 5.6L5.5 5.3L5.8 5.1L6.0 5.0L6.2 5.0L6.5 5.2L6.8 5.5L7.0 6.0L7.2 6.7L7.5 7.5L"
     "7.8 8.5L8.0 9.6L8.2 10.8L8.5 12.1L8.8 13.4L9.0 14.7L9.2 15.9L9.5 17.0L9.8 17.9L10.0 18.6L10.2 1"
     "9.0L10.5 19.0L10.8 18.6L11.0 17.9L11.2 16.8L11.5 15.4L11.8 13.8L12.0 12.0L12.2 10.2L12.5 8.5L12"
     ".8 7.0L13.0 5.8L13.2 5.2L13.5 5.0L13.8 5.5L14.0 6.5L14.2 8.0L14.5 10.0L14.8 12.1L15.0 14.3L15.2"
     " 16.3L15.5 17.8L15.8 18.8L16.0 19.0L16.2 18.4L16.5 17.0L16.8 15.0L17.0 12.5L17.2 10.0L17.5 7.7L"
     "17.8 6.0L18.0 5.1L18.2 5.2L18.5 6.3L18.8 8.2L19.0 10.8L19.2 13.7L19.5 16.2L19.8 18.1L20.0 19.0L"
     "20.2 18.6L20.5 17.0L20.8 14.5L21.0 11.5L21.2 8.5L21.5 6.2L21.8 5.1L22.0 5.3",
     ""},
    {Icon::noise, "M2 13l2-5 2 9 2-11 2 8 2-4 2 8 2-12 2 9 2-6 2 4", ""},
    {Icon::train, "M2 17h3V7h2v10h4V7h2v10h4V7h2v10h3", ""},
    {Icon::click, "M2 12h5l1.500-7 2 14 1.500-9 1.500 4 1-2h7.500", ""},
    {Icon::action_potential, "M2 15h5c2 0 2-11 3.500-11S12 20 14 20s2-4 4-4h4", ""},
    {Icon::tone, "M2 12c2.500-9 5-9 7 0s5 9 7 0 4-7 6-2", ""},
    {Icon::impulse, "M2 18h9V5M11 18h11", ""},
    {Icon::undo, "M8 5L4 9l4 4M4 9h10a5 5 0 0 1 0 10h-3", ""},
    {Icon::redo, "M16 5l4 4-4 4M20 9H10a5 5 0 0 0 0 10h3", ""},
    {Icon::projector, "M3 5h18M5 5v10h14V5M12 15v3M8 20l4-2 4 2", ""},
    {Icon::theme, "M4 12a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z", "M12 4a8 8 0 0 1 0 16z"},
    {Icon::help, "M8.500 9a3.500 3.500 0 1 1 5 3.200c-1 .5-1.500 1-1.500 2.300M12 18.500v.1", ""},
    {Icon::left, "M14 6l-6 6 6 6", ""},
    {Icon::right, "M10 6l6 6-6 6", ""},
    {Icon::down, "M6 10l6 6 6-6", ""},
    {Icon::freeze, "M12 3v18M4.500 7.500l15 9M19.500 7.500l-15 9", ""},
    {Icon::cursors, "M7 3v18M17 3v18M9.500 12h5", ""},
    {Icon::camera, "M4 8h3.500l1.500-2.500h6L16.500 8H20v11H4zM8.8 13a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0z", ""},
    {Icon::speaker, "M4 10v4h3l5 4V6L7 10zM16 9a4 4 0 0 1 0 6", ""},
    {Icon::mute, "M4 10v4h3l5 4V6L7 10zM16 10l4 4M20 10l-4 4", ""},
    {Icon::lock, "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z", ""},
    {Icon::play, "M8 5l11 7-11 7z", "M8 5l11 7-11 7z"},
    {Icon::stop, "M7 7h10v10H7z", "M7 7h10v10H7z"},
    {Icon::eye,
     "M2 12s4-6.500 10-6.500S22 12 22 12s-4 6.500-10 6.500S2 12 2 12zM9.2 12a2.8 2.8 0 1 0 5.6 0a2.8 "
     "2.8 0 1 0 -5.6 0z",
     ""},
    {Icon::eye_off, "M2 12s4-6.500 10-6.500S22 12 22 12s-4 6.500-10 6.500S2 12 2 12zM4 20L20 4", ""},
    {Icon::file, "M6 3h8l4 4v14H6zM14 3v4h4", ""},
    {Icon::check, "M5 12.500l4.500 4.500L19 7", ""},
    {Icon::cross, "M6 6l12 12M18 6L6 18", ""},
    {Icon::ear,
     "M7 10a5 5 0 0 1 10 0c0 4-4 4.500-4 8a2.500 2.500 0 0 1-4.500 1.500M10 10a2 2 0 0 1 4 0c0 1.500-"
     "1 2-1.500 3",
     ""},
    {Icon::warn, "M12 4l9 16H3zM12 10v4.500M12 17.300v.1", ""},
    {Icon::edge_rising, "M4 18h6V6h10", ""},
    {Icon::edge_falling, "M4 6h6v12h10", ""},
    {Icon::more, "M5 12h.1M12 12h.1M19 12h.1", ""},
    {Icon::enter, "M19 6v7H6M10 9l-4 4 4 4", ""},
    {Icon::sine, "M2 12c2-9 4.500-9 6.500 0s4.500 9 6.500 0 4.500-9 7-1", ""},
}};

struct Paths {
    juce::Path stroked, filled;
};

const Paths& paths_of(Icon icon) {
    static const auto all = [] {
        std::array<Paths, drawings.size()> made;
        for (const auto& drawing : drawings) {
            auto& paths = made[static_cast<std::size_t>(drawing.icon)];
            paths.stroked = juce::Drawable::parseSVGPath(drawing.stroked);
            paths.filled = juce::Drawable::parseSVGPath(drawing.filled);
        }
        return made;
    }();
    return all[static_cast<std::size_t>(icon)];
}

juce::PathStrokeType pen(float width) { return {width, juce::PathStrokeType::curved, juce::PathStrokeType::rounded}; }

} // namespace

void draw_icon(juce::Graphics& g, Icon icon, juce::Rectangle<float> area, float size, juce::Colour colour) {
    const auto& paths = paths_of(icon);
    const auto placed = juce::AffineTransform::scale(size / box)
                            .translated(area.getCentreX() - size / 2.0f, area.getCentreY() - size / 2.0f);
    g.setColour(colour);
    if (!paths.filled.isEmpty()) g.fillPath(paths.filled, placed);
    // The pen is not scaled with the path.
    g.strokePath(paths.stroked, pen((icon == Icon::more ? 3.0f : stroke) * size / box), placed);
}

void draw_brand(juce::Graphics& g, float x, float y, float height, juce::Colour ink, juce::Colour signal) {
    static const auto dendrites = juce::Drawable::parseSVGPath("M5.600 6.500L3 4M5 12.500H1.500M6.300 17.500l-2.600 3");
    static const auto axon = juce::Drawable::parseSVGPath(
        "M16.500 12.500h5c2 0 1.800-8.500 3.200-8.500s1.400 15 3.200 15 1.200-6.500 3-6.500h4");
    const auto placed = juce::AffineTransform::scale(height / box).translated(x, y);
    juce::Path soma;
    soma.addEllipse(11.0f - 5.2f, 12.5f - 5.2f, 10.4f, 10.4f);
    g.setColour(ink);
    g.strokePath(dendrites, pen(stroke * height / box), placed);
    g.setColour(signal);
    g.fillPath(soma, placed);
    g.strokePath(axon, pen(stroke * height / box), placed);
}

} // namespace soma::editor
