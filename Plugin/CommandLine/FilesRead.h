#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace soma::command {

/// The files that a command has read. All that reads a file asks for it, and all that writes one compares with it, so
/// that no output takes the place of an input, however the two are spelled.
class FilesRead {
  public:
    /// "-" is standard input.
    void add(const std::string& path) { paths_.push_back(path); }

    /// Throws UsageError where `target` is one of them: the same path, another spelling, or a link to it.
    void refuse(const std::string& target) const;

  private:
    std::vector<std::string> paths_;
};

} // namespace soma::command
