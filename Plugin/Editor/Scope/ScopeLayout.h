#pragma once

#include "Look/Metrics.h"
#include "Scope/Graticule.h"

#include <juce_graphics/juce_graphics.h>

namespace soma::editor {

/// Where the lanes of the plot stand, in logical pixels.
struct ScopeLayout {
    juce::Rectangle<float> plot;   ///< all lanes
    juce::Rectangle<float> raster; ///< spike ticks
    juce::Rectangle<float> voltage;
    juce::Rectangle<float> current;
    float raster_pitch = 0.0f;
    float axis_right = 0.0f;   ///< numbers of the left axes end here
    float gutter_left = 0.0f;  ///< names at the right begin here
    float gutter_right = 0.0f; ///< and their values end here
    float labels_y = 0.0f;     ///< baseline of the time axis
    bool operator==(const ScopeLayout&) const = default;

    /// `rows` of spike ticks; with more neurons than rows one strip.
    static ScopeLayout of(juce::Rectangle<float> area, const Metrics& metrics, int rows, bool density);

    float y_of_mv(const scope::Axis& axis, double mv) const;
    double mv_at(const scope::Axis& axis, float y) const;
    float y_of_pa(double low_pa, double high_pa, double pa) const;
};

} // namespace soma::editor
