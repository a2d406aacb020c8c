#pragma once

#include "Look/Theme.h"

#include <juce_graphics/juce_graphics.h>

#include <array>
#include <cmath>
#include <span>
#include <vector>

/// Parts that all figures draw the same way: the editor's scope, the command line's pictures, bench and lessons.
/// Message thread, or the only thread.
namespace soma::editor {

/// Dashes tell lines apart without colour; the same line has the same dash in every figure. Lengths in logical pixels.
inline constexpr std::array threshold_dash{7.0f, 4.0f}, leak_dash{2.0f, 4.0f}, potassium_dash{1.5f, 4.0f};
inline constexpr std::array sodium_dash{8.0f, 3.0f, 2.0f, 3.0f};

/// A grid line across the area, `width` logical pixels thick. Major ones stand for zero or a decade.
void draw_vertical_grid_line(juce::Graphics& g, const Theme& theme, float x, juce::Rectangle<float> area, bool major,
                             float width = 1.0f);
void draw_horizontal_grid_line(juce::Graphics& g, const Theme& theme, float y, juce::Rectangle<float> area, bool major,
                               float width = 1.0f);

/// Strokes a path in the present colour; an empty dash is a whole line. Dashes are `scale` times as long.
void stroke(juce::Graphics& g, const juce::Path& path, float width, std::span<const float> dash = {},
            float scale = 1.0f);

/// A horizontal line across the area at a value that the model has: a threshold, a reversal potential.
void draw_reference_line(juce::Graphics& g, float y, juce::Rectangle<float> area, juce::Colour colour, float width,
                         std::span<const float> dash, float scale = 1.0f);

/// The line through `place_of(point)` for each point; a place that is not finite breaks it.
template <class Points, class PlaceOf>
juce::Path line_through(const Points& points, PlaceOf place_of) {
    juce::Path path;
    bool drawing = false;
    for (const auto& point : points) {
        const juce::Point<float> at = place_of(point);
        const bool shown = std::isfinite(at.x) && std::isfinite(at.y);
        if (shown && drawing) path.lineTo(at);
        if (shown && !drawing) path.startNewSubPath(at);
        drawing = shown;
    }
    return path;
}

/// Heights of labels that are at least `pitch` apart and as near as can be (least squares) to the wanted ones, which
/// are in rising order. None is lower than `lowest_y` while there is room above.
std::vector<float> spread_labels(std::span<const float> wanted_y, float pitch, float lowest_y);

} // namespace soma::editor
