#pragma once

#include "CommandLine/Outputs.h"

#include <juce_graphics/juce_graphics.h>

namespace soma::command {

/// Writes a picture as PNG. Throws RunError.
void write_picture(Output& output, const juce::Image& image);

} // namespace soma::command
