#pragma once

#include "CommandLine/FilesRead.h"

#include "State/Preset.h"

#include <string>

namespace soma::command {

/// A saved sound: a preset's file, or the id or name of a user's or built-in preset, in this order.
/// Prints what had to be changed to use it. Throws UsageError for a name that is none, RunError or FormatError for a
/// file that cannot be used.
Preset find_preset(const std::string& wanted, FilesRead& read);

} // namespace soma::command
