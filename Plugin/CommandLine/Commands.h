#pragma once

#include <CLI/CLI.hpp>

/// Each function adds one sub-command whose callback does the work and throws UsageError, RunError or FormatError.
namespace soma::command {

void add_render(CLI::App& app);
void add_cells(CLI::App& app);
void add_experiment(CLI::App& app);
void add_params(CLI::App& app);
void add_presets(CLI::App& app);
void add_lessons(CLI::App& app);
void add_class(CLI::App& app);
void add_recording(CLI::App& app);
void add_fit(CLI::App& app);

} // namespace soma::command
