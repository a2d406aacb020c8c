#include "CommandLine/Progress.h"

#include "CommandLine/Errors.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iostream>

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace soma::command {
namespace {

volatile std::sig_atomic_t stop_requested = 0;

void request_stop(int signal_number) {
    stop_requested = 1;
    std::signal(signal_number, SIG_DFL); // asked again, the program ends at once
}

bool errors_go_to_terminal() {
#ifdef _WIN32
    return _isatty(_fileno(stderr)) != 0;
#else
    return isatty(STDERR_FILENO) != 0;
#endif
}

} // namespace

Progress::Progress(std::string what, std::int64_t total)
    : what_(std::move(what))
    , total_(std::max<std::int64_t>(1, total))
    , on_terminal_(errors_go_to_terminal()) {
    std::signal(SIGINT, request_stop);
    std::signal(SIGTERM, request_stop);
}

Progress::~Progress() {
    if (shown_percent_ >= 0) std::cerr << "\r\033[K" << std::flush;
}

void Progress::update(std::int64_t done) {
    if (stop_requested != 0) throw RunError("stopped; nothing was written");
    const auto percent = static_cast<int>(100.0 * static_cast<double>(done) / static_cast<double>(total_));
    if (!on_terminal_ || percent == shown_percent_) return;
    shown_percent_ = percent;
    std::cerr << '\r' << what_ << ' ' << percent << " %" << std::flush;
}

} // namespace soma::command
