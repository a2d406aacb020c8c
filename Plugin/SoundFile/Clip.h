#pragma once

#include <juce_audio_basics/juce_audio_basics.h>

#include <memory>
#include <string>

namespace soma {

/// A sound file in memory, at the device's rate.
struct Clip {
    std::string name;
    double rate_hz = 0.0;           ///< the device's
    juce::AudioBuffer<float> audio; ///< one or two channels; of more the first two
};

/// Reads any sound file that SoundReader reads, of up to 30 minutes. Throws sound_file::Error with one line that names
/// the file. Not on the audio thread.
std::unique_ptr<Clip> read_clip(const juce::File& file, double rate_hz);

} // namespace soma
