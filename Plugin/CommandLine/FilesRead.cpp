#include "CommandLine/FilesRead.h"

#include "CommandLine/Errors.h"

namespace soma::command {

void FilesRead::refuse(const std::string& target) const {
    namespace fs = std::filesystem;
    std::error_code error;
    if (target == "-" || (fs::exists(target, error) && !fs::is_regular_file(target, error))) return; // a pipe, a device
    for (const auto& path : paths_) {
        const bool standard_input = path == "-";
        const fs::path read = standard_input ? "/dev/stdin" : path;
        if (path == target || (fs::equivalent(target, read, error) && !error))
            throw UsageError(target + ": is the input" +
                             (path == target ? "" : " " + (standard_input ? "on standard input" : path)) +
                             "; give the output another name");
    }
}

} // namespace soma::command
