#pragma once

#include <juce_core/juce_core.h>

#include <stdexcept>
#include <string_view>

namespace soma {

/// Writes a file whole or not at all: a file of that name stays as it is until the new one is on the disk, also when
/// the power goes. Makes the folder where there is none. Throws std::runtime_error with one line that names the file
/// and says why. Any thread but the audio thread.
void write_whole_file(const juce::File& file, std::string_view bytes);

} // namespace soma
