#pragma once

#include "Editor/Controls/Widget.h"
#include "Editor/Scope/ReferenceLines.h"
#include "Editor/Scope/ScopeLayout.h"

#include <vector>

namespace soma::editor {

/// All that the still layer of the plot depends on.
struct ScopeGridKey {
    int width = 0, height = 0;
    float scale = 1.0f;
    Theme::Kind theme = Theme::Kind::dark;
    Metrics::Kind metrics = Metrics::Kind::desktop;
    ScopeLayout layout;
    scope::Axis voltage;
    double current_low_pa = 0.0, current_high_pa = 0.0;
    double start_ms = 0.0, ms_per_division = 0.0;
    int time_decimals = 0, neurons = 1;
    std::vector<ReferenceLine> lines;
    bool operator==(const ScopeGridKey&) const = default;
};

/// Graticule, axes and reference lines, drawn once into an image and kept until one of them changes.
class ScopeGrid {
  public:
    void draw(juce::Graphics& g, const ScopeGridKey& key, const Theme& theme, const Metrics& metrics);

  private:
    void render(juce::Graphics& g, const Theme& theme, const Metrics& metrics) const;
    void time_axis(juce::Graphics& g, const Theme& theme, const Metrics& metrics) const;
    void voltage_axis(juce::Graphics& g, const Theme& theme, const Metrics& metrics) const;
    void current_axis(juce::Graphics& g, const Theme& theme, const Metrics& metrics) const;
    void reference_lines(juce::Graphics& g, const Theme& theme, const Metrics& metrics) const;

    ScopeGridKey key_;
    juce::Image image_;
};

/// A name and value at the right of the plot.
struct GutterLabel {
    TextLine name, value;
    float y; ///< of what it names
    juce::Colour colour;
};

/// Keeps labels `pitch` apart by moving them as little as can be, and draws each with a short leader if it moved.
void draw_gutter(juce::Graphics& g, std::vector<GutterLabel>& labels, const ScopeLayout& layout, float pitch);

} // namespace soma::editor
