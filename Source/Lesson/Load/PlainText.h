#pragma once

#include "Lesson/Answers/Quantities.h"

#include <string>

namespace soma::lesson {

enum class Copy {
    student, ///< questions, options and alternative texts; nothing that gives an answer away
    teacher, ///< with computed keys, feedback and teacher's notes
};

/// The whole lesson as lines of plain text, for printing, for a braille line, for reading without the program, with the
/// numbers and the order of options and sounds that this seed has.
std::string plain_text(const Lesson& lesson, Copy copy, Quantities& quantities, std::uint64_t seed);

} // namespace soma::lesson
