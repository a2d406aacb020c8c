#pragma once

#include "Editor/Controls/Widget.h"
#include "Plot/MinMaxDecimator.h"

#include "Lesson/Answers/LessonContext.h"

#include <optional>
#include <string>
#include <vector>

namespace soma::editor {

/// How the membrane of a sound moves: computed with the engine that plays it, about the stimulus. Of a population, when
/// each neuron fires.
struct LessonTrace {
    struct Spike {
        double time_ms; ///< from the onset
        int neuron;     ///< 0 … neurons − 1
    };
    std::string label, note; ///< "A", "τ 20 ms"
    std::vector<plot::Point> points;
    std::vector<double> spikes_ms; ///< from the onset
    int neurons = 1;
    std::vector<Spike> raster; ///< of a population; empty for one neuron
    std::optional<double> threshold_mv, rest_mv;
    double from_ms = 0.0, to_ms = 0.0; ///< from the onset
};

/// Nothing where there is nothing to show: the sound is what comes in.
std::optional<LessonTrace> trace_of(const lesson::Setup& setup, const std::string& label);

/// One lane for each trace on one time axis: V of one neuron, a raster of many. Without numbers: the shapes alone.
void draw_traces(juce::Graphics& g, const Context& context, const std::vector<LessonTrace>& traces, bool numbers,
                 juce::Rectangle<float> area);

} // namespace soma::editor
