#pragma once

#include "Core/Utf8.h"

#include <stdexcept>
#include <string>

namespace soma::lesson {

/// Something wrong in a lesson file, named by file, step and field.
struct Problem {
    std::string file, step, field, message;

    /// One line: "tug.lesson.json: step 'tug', trial.sounds[2]: there is no sound 'S9'".
    std::string text() const {
        std::string out = file;
        if (!step.empty()) out += ": step '" + step + "'";
        if (!field.empty()) out += (step.empty() ? ": " : ", ") + field;
        return one_line(out + ": " + message);
    }
};

/// Thrown where a lesson asks for what cannot be computed; the loader turns it into a Problem. Never on the audio
/// thread.
struct LessonError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace soma::lesson
