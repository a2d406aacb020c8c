#pragma once

#include <CLI/CLI.hpp>

namespace soma::command {

/// `lesson export FILE --format moodle|qti -o FILE`: a question bank for a learning platform.
void add_lesson_export(CLI::App& lesson);

} // namespace soma::command
