#pragma once

#include "Look/Theme.h"

#include "Lesson/Play/ClassHistogram.h"

#include <juce_graphics/juce_graphics.h>

#include <string>
#include <vector>

namespace soma::plot {

/// A page with a panel for each question, two abreast, in logical pixels of `scale` device pixels each. Message thread,
/// or the only thread.
juce::Image draw_histogram_page(const std::vector<lesson::ClassHistogram>& histograms, const std::string& title,
                                const editor::Theme& theme, int scale);

} // namespace soma::plot
