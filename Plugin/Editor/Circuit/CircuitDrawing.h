#pragma once

#include "Editor/Circuit/ModelCircuit.h"
#include "Look/Metrics.h"
#include "Look/TextLine.h"
#include "Look/Theme.h"

#include <juce_graphics/juce_graphics.h>

#include <vector>

namespace soma::editor {

/// Where rails, wires and fields stand.
struct CircuitLayout {
    float inside_y = 0.0f, outside_y = 0.0f; ///< the rails
    float left = 0.0f, right = 0.0f;
    float type_px = 12.0f;
    bool tight = false;                                      ///< the fields' type is smaller so that all find room
    std::vector<float> wires;                                ///< x of each branch
    std::vector<std::vector<juce::Rectangle<float>>> fields; ///< of each branch
    std::vector<juce::Rectangle<float>> gates;               ///< the bar of each branch's open share; may be empty
    std::vector<juce::Rectangle<float>> equations;

    float middle_y() const { return (inside_y + outside_y) / 2.0f; }

    static CircuitLayout of(juce::Rectangle<float> area, const std::vector<Branch>& branches, const Metrics& metrics);
};

/// Rails, wires and parts; not the fields. `positive` tells of each branch's battery whether its E is above 0.
void draw_circuit(juce::Graphics& g, const CircuitLayout& layout, const std::vector<Branch>& branches,
                  const std::vector<bool>& positive, const Theme& theme, const Metrics& metrics);

} // namespace soma::editor
