#pragma once

#include "Lesson/Answers/EngineLessonContext.h"

#include <string>
#include <vector>

namespace soma {

/// A lesson that comes with the program: the name and text of its file.
struct BuiltInLesson {
    std::string file, text;
};

/// In the order of the course. Any thread but the audio thread.
const std::vector<BuiltInLesson>& built_in_lessons();

/// The world of lessons: the engine and the built-in cells. Any thread but the audio thread.
const lesson::Instrument& lesson_instrument();

} // namespace soma
