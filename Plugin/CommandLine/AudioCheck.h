#pragma once

#include <juce_core/juce_core.h>

namespace soma::command {

/// Makes sure that the file is one of the formats that can be read and holds as much sound as it says: decoders fill up
/// what is missing with silence. Throws RunError naming the file.
void check_audio_file(const juce::File& file, const std::string& name);

} // namespace soma::command
