#pragma once

#include "CommandLine/FilesRead.h"
#include "Recording/RecordingFile.h"

#include <memory>
#include <string>
#include <vector>

namespace soma::command {

/// Opens a recording that is named on the command line. Throws FormatError.
std::unique_ptr<recording::RecordingFile> open_recording_argument(const std::string& path, FilesRead& read);

/// "3", "1,4,7" or "2-9,12": places of these sweeps in the file, in the order of the text. Throws UsageError naming the
/// option, for a text that is no such list, and RunError for a sweep that the file does not have.
std::vector<std::size_t> sweep_places(const recording::RecordingFile& file, const std::string& name,
                                      const std::string& option, const std::string& text);

/// The sweeps' numbers in few words: "1–10, 12".
std::string numbers_text(const std::vector<int>& numbers);

} // namespace soma::command
