#pragma once

#include <juce_audio_formats/juce_audio_formats.h>

#include <memory>
#include <string>

namespace soma {

/// A sound file in memory, at the device's rate.
struct Clip {
    std::string name;
    juce::AudioBuffer<float> audio; ///< one or two channels
};

/// Reads WAV, FLAC, AIFF, Ogg. Throws std::runtime_error with one line that names the file. Not on the audio thread.
std::unique_ptr<Clip> read_clip(const juce::File& file, double rate_hz);

} // namespace soma
