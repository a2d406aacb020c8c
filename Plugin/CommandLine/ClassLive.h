#pragma once

#include <string>

namespace soma::command {

struct LiveClassOptions {
    std::string lesson, address, output, class_name, class_key, page;
    int port = 8420, seats = 60;
    std::uint64_t seed = 0;
    bool room_only = false, anonymous = false;
};

/// Runs a class until it is ended from its teacher's page, from the terminal or by a signal; then writes the results.
/// Throws UsageError or RunError.
void run_live_class(const LiveClassOptions& options);

} // namespace soma::command
