#pragma once

#include <CLI/CLI.hpp>

namespace soma::command {

/// 'somaphone lesson play'.
void add_lesson_play(CLI::App& command, const char* file_help);

} // namespace soma::command
