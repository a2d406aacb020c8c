#pragma once

#include "Bench/ExperimentProgress.h"
#include "Look/Theme.h"

#include <juce_graphics/juce_graphics.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

/// Pictures of the bench's results, in a window or without one. Message thread, or the only thread.
namespace soma::plot {

/// The main curve of an earlier run.
struct Overlay {
    std::string name;
    int dash; ///< 0 … 3: each has a dash of its own
    std::vector<double> x, y;
};
constexpr int overlay_dashes = 4;
std::span<const float> overlay_dash(int dash);

/// The curve that stands for a run when others are drawn over it: what was measured, or the one line there is.
Overlay overlay_of(const bench::Outcome& outcome, std::string name, int dash);

/// An outcome and the things that are drawn beside it.
struct OutcomeScene {
    const bench::Outcome& outcome;
    bool linear_y = false; ///< though the outcome asks for a logarithmic axis
    std::vector<Overlay> overlays = {};
    std::optional<bench::Attempt> attempt = {}; ///< the current under test, where the x axis is its duration
    std::vector<double> pending = {};           ///< x still to come
    float axis_px = 11.0f, label_px = 12.0f;    ///< sizes of type
    float stroke = 1.75f;
};

/// Axes, curves and lane within the area.
void draw_outcome(juce::Graphics& g, const OutcomeScene& scene, const editor::Theme& theme,
                  juce::Rectangle<float> area);

/// Words of a picture that stands alone.
struct PageText {
    std::string title, subtitle, caption;
};

/// A page in `width_px` × `height_px` logical pixels of `scale` device pixels each, with the outcome's figures below.
juce::Image draw_outcome_page(const OutcomeScene& scene, const PageText& text, const editor::Theme& theme, int width_px,
                              int height_px, int scale);

} // namespace soma::plot
