#pragma once

#include "CommandLine/FilesRead.h"

#include "Lesson/Load/Loader.h"

#include <filesystem>
#include <memory>
#include <string>

namespace soma::command {

/// The text of a lesson that was named on the command line.
struct LessonText {
    std::string name, text;
    std::filesystem::path folder; ///< of its recordings; empty: built in
};

/// A file, "-" for standard input, or the id or file name of a built-in lesson. Throws UsageError.
LessonText find_lesson(const std::string& wanted, FilesRead& read);

/// A built-in lesson by its id or file name; no file is looked for. Throws UsageError.
LessonText find_built_in_lesson(const std::string& wanted);

/// The lesson, with its warnings said. Throws RunError: one line that holds the first problems of a refused one.
std::shared_ptr<const lesson::Lesson> accepted(const lesson::Loaded& loaded);

} // namespace soma::command
