#pragma once

#include "Lesson/Quantities.h"

#include <string>

namespace soma::lesson {

enum class Copy {
    student, ///< questions, options and alternative texts; nothing that gives an answer away
    teacher, ///< with keys computed at the lesson's own seed, feedback and teacher's notes
};

/// The whole lesson as lines of plain text, for printing, for a braille line, for reading without the program.
std::string plain_text(const Lesson& lesson, Copy copy, Quantities& quantities);

} // namespace soma::lesson
