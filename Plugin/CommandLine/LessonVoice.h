#pragma once

#include "Lesson/Answers/LessonContext.h"

#include <juce_core/juce_core.h>

#include <filesystem>
#include <string>

namespace soma::command {

/// Plays the sounds of a lesson in a terminal: each becomes a WAV file, which a program of the system plays, or whose
/// name is told where there is none.
class LessonVoice {
  public:
    /// `player`: a command that is given the file; empty: the first of pw-play, paplay, aplay, play and afplay that is
    /// there; "none": files only. `folder` keeps the files; empty: a temporary one that goes with this. Throws
    /// RunError.
    LessonVoice(const std::string& player, const std::string& folder, std::filesystem::path recordings);
    ~LessonVoice();
    LessonVoice(const LessonVoice&) = delete;
    LessonVoice& operator=(const LessonVoice&) = delete;

    /// Returns when it was played. A line to show: what was played, or which file to play. Throws RunError.
    std::string play(const lesson::Setup& setup, const std::string& name);

  private:
    std::filesystem::path recordings_;
    juce::File folder_;
    juce::StringArray player_;
    bool temporary_;
};

} // namespace soma::command
