#pragma once

#include "Lesson/Format/Document.h"
#include "Lesson/Format/Problem.h"

#include <memory>
#include <string_view>
#include <vector>

namespace soma::lesson {

class Quantities;

struct Loaded {
    std::shared_ptr<const Lesson> lesson; ///< null when the file is refused
    std::vector<Problem> errors;
    std::vector<Problem> warnings; ///< of a file of a newer minor version: what was ignored
};

constexpr std::size_t largest_lesson_bytes = 1 << 20;

/// Reads and checks the text of a lesson without computing anything: format, version, types, limits, names. For lists
/// of lessons. file is used in messages only. Any thread but the audio thread.
Loaded read_lesson(std::string_view text, std::string_view file);

/// read_lesson, then every key, misconception and order is computed with the models and compared with the canaries.
/// A lesson that comes back can be played to its end at every seed of its variables.
Loaded load_lesson(std::string_view text, std::string_view file, Quantities& quantities);

/// A file name inside a lesson: relative, inside the lesson's folder, without "..", empty parts or a drive. To open
/// it, the caller must still resolve links and ask stays_inside.
bool safe_relative_path(std::string_view path);

/// Both absolute and with all links resolved, '/' or '\\' between parts: is file within folder?
bool stays_inside(std::string_view folder, std::string_view file);

} // namespace soma::lesson
