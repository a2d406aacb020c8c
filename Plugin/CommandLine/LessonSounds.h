#pragma once

#include "CommandLine/FilesRead.h"

#include "Lesson/Answers/Quantities.h"

#include <filesystem>
#include <string>

namespace soma::command {

class Output;

/// One sound as a WAV file, 32-bit float, with the application's fades. `beside`: the folder of the lesson's own
/// recordings; empty for a built-in lesson. Throws RunError; a sound that needs a microphone must not come here.
void write_lesson_sound(const lesson::Setup& setup, const std::filesystem::path& beside, double rate_hz, Output& output,
                        FilesRead& read);

/// Writes the sounds of each step as FOLDER/NN-A.wav, NN-B.wav …, where NN is the step's number and the letter is the
/// key that plays the sound: a name tells nothing that the step does not. FOLDER/sounds.txt says what to listen for.
/// Trials draw their sounds while they run and are left out; a sound that needs a microphone is left out with a note.
/// All files appear or none. Throws RunError, and UsageError where a file that was read would be replaced.
void render_lesson_sounds(const lesson::Lesson& lesson, const std::filesystem::path& beside,
                          lesson::Quantities& quantities, std::uint64_t seed, double rate_hz, const std::string& folder,
                          FilesRead& read);

} // namespace soma::command
