#pragma once

#include <string>

namespace soma::test {

/// While one lives, this thread's allocations, frees, locks, waits, throws and calls that write or sleep are counted:
/// what an audio thread must never do. Off where a sanitizer brings its own allocator.
class RealTimeGuard {
  public:
    RealTimeGuard();
    ~RealTimeGuard();
    RealTimeGuard(const RealTimeGuard&) = delete;
    RealTimeGuard& operator=(const RealTimeGuard&) = delete;

    int violations() const;
    /// The first forbidden call since construction, or "none".
    std::string first() const;

    static bool available();

    /// Told of every forbidden call, with the guard off meanwhile; null: nobody. Any thread.
    using Watcher = void (*)(const char* call);
    static void set_watcher(Watcher watcher);
};

} // namespace soma::test
