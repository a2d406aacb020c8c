#pragma once

#include "CommandLine/FilesRead.h"

#include <string>

namespace soma::command {

/// The bytes of a file, or of standard input for "-". Throws RunError naming the file and the reason.
std::string read_text_file(const std::string& path, FilesRead& read);

} // namespace soma::command
