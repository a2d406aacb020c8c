#pragma once

#include "CommandLine/FilesRead.h"

#include <juce_core/juce_core.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace soma::command {

/// One output while it is written: its bytes are elsewhere until all outputs of the run are complete.
class Output {
  public:
    explicit Output(std::string target);
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    /// Throws RunError naming the target and the reason, for example a full disk.
    void write(std::string_view bytes);
    void seek(std::int64_t position);

    const std::string& target() const { return target_; }

  private:
    friend class Outputs;
    void open_beside(const std::filesystem::path& file);
    void open_spool();
    void close();
    void deliver();
    void remove();
    [[noreturn]] void fail(const std::string& action) const;

    std::string target_;
    std::filesystem::path final_; ///< where a regular file goes, with symbolic links followed; empty: copied at the end
    std::filesystem::path partial_; ///< what is written meanwhile
    std::ofstream file_;
};

/// The outputs of one run: all of them appear, complete, by commit(), or none.
class Outputs {
  public:
    /// `read` lives longer.
    explicit Outputs(const FilesRead& read)
        : read_(read) {}

    /// Opens an output at once, so that one that cannot be written is refused before long work. "-" is standard output.
    /// Throws RunError naming it and the reason; UsageError for a target that another output has or that was read.
    Output& add(const std::string& target);

    /// Puts all in place. Throws RunError; what is not in place then is removed. Throws UsageError, with nothing in
    /// place, for a target that was read meanwhile.
    void commit();

  private:
    const FilesRead& read_;
    std::vector<std::unique_ptr<Output>> outputs_;
};

} // namespace soma::command
