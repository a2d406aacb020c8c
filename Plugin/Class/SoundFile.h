#pragma once

#include "Lesson/Answers/LessonContext.h"

#include <string>

namespace soma::classroom {

/// The sound of a setup as a WAV file (16 bit, one channel, 48 kHz), rendered by the engine: what phones play and what
/// question banks hold. Empty for a sound that needs a recording or a microphone. Any thread but the audio thread.
std::string wav_of(const lesson::Setup& setup);

} // namespace soma::classroom
