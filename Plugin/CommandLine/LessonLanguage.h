#pragma once

#include "CommandLine/LessonFile.h"

namespace soma::command {

/// The lesson in another language, by a built-in translation. Empty: the lesson as it is. Throws UsageError that names
/// the languages there are.
LessonText in_language(LessonText lesson, const std::string& language);

/// Says what is missing or outdated in a translation, step by step, and loads the lesson with it. The number of
/// problems. Throws UsageError when there is no such lesson, RunError when the translated lesson is refused.
std::size_t check_translation(const LessonText& translation, FilesRead& read);

/// A translation to be filled in, for `somaphone lesson translate`.
void print_translation_template(const std::string& lesson, const std::string& language);

} // namespace soma::command
