#pragma once

#include <cstdint>
#include <string>

namespace soma::command {

/// Shows how far long work is on a terminal (standard error), and notices when it is to stop (Ctrl-C, a signal to end).
class Progress {
  public:
    /// `what` begins the line; `total` is the amount of work in any unit.
    Progress(std::string what, std::int64_t total);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Throws RunError when the work is to stop.
    void update(std::int64_t done);

  private:
    std::string what_;
    std::int64_t total_;
    int shown_percent_ = -1;
    bool on_terminal_;
};

} // namespace soma::command
