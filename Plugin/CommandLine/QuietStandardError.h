#pragma once

#include <fcntl.h>

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace soma::command {

/// While it lives nothing appears on standard error: libmpg123 prints its notes on damaged files there, and a message
/// of this program is one line. Only for the command line, which has one thread.
class QuietStandardError {
  public:
    QuietStandardError()
        : kept_(dup(standard_error)) {
        const int nowhere = open(null_device, O_WRONLY);
        if (nowhere < 0) return;
        dup2(nowhere, standard_error);
        close(nowhere);
    }
    ~QuietStandardError() {
        if (kept_ < 0) return;
        dup2(kept_, standard_error);
        close(kept_);
    }
    QuietStandardError(const QuietStandardError&) = delete;
    QuietStandardError& operator=(const QuietStandardError&) = delete;

  private:
#ifdef _WIN32
    static constexpr const char* null_device = "NUL";
#else
    static constexpr const char* null_device = "/dev/null";
#endif
    static constexpr int standard_error = 2;
    int kept_;
};

} // namespace soma::command
