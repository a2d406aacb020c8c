#pragma once

#include <stdexcept>

/// How a command ends when it cannot do what was asked. The message is one line that names the file, line or parameter
/// and says what would be right.
namespace soma::command {

/// The command line itself is wrong: exit status 2.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The run failed: exit status 1.
struct RunError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace soma::command
