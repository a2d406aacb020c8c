#pragma once

namespace soma::command {

/// The whole command line: parses, runs, prints; returns the exit status (0 done, 1 the run failed, 2 the command line
/// is wrong). Every error is one line on standard error. Throws nothing.
int run_program(int argument_count, char** arguments);

} // namespace soma::command
