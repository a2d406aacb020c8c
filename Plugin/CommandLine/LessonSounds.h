#pragma once

#include "CommandLine/FilesRead.h"

#include "Lesson/Quantities.h"

#include <filesystem>
#include <string>

namespace soma::command {

/// Writes each sound of a lesson as FOLDER/NAME.wav, and FOLDER/sounds.txt that says what each is. A sound that needs a
/// microphone is left out with a note. All files appear or none. `beside`: where the lesson's own recordings are; empty
/// for a built-in lesson. Throws RunError, and UsageError where a file
/// that was read would be replaced.
void render_lesson_sounds(const lesson::Lesson& lesson, const std::filesystem::path& beside,
                          lesson::Quantities& quantities, std::uint64_t seed, double rate_hz, const std::string& folder,
                          FilesRead& read);

} // namespace soma::command
