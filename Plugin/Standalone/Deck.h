#pragma once

#include "Standalone/Audio.h"

namespace soma::standalone {

/// The sound file that is played and the recording that is made, through whatever happens to the sound card: a file
/// goes on at its own pitch and a recording goes on in another file when the card's rate changes. Message thread.
class Deck {
  public:
    explicit Deck(Audio& audio)
        : audio_(audio) {}

    /// Plays a sound file as current, in a loop. Throws std::runtime_error with one line that names the file.
    void open(const juce::File& file);
    /// Into a new file in the user's folder for music. Throws std::runtime_error with one line.
    void start_recording();
    void stop_recording();

    /// Call some ten times a second. Returns a line about what happened, or nothing.
    juce::String follow();

  private:
    juce::String follow_file();
    juce::String follow_recording();

    Audio& audio_;
    juce::File file_;
    double file_rate_hz_ = 0.0; ///< for which it was read
};

} // namespace soma::standalone
