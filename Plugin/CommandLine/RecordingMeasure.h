#pragma once

#include <CLI/CLI.hpp>

namespace soma::command {

/// Adds `recording measure`: the bench's experiments on a recording's steps.
void add_measure(CLI::App& recording);

} // namespace soma::command
