#pragma once

#include <chrono>
#include <thread>

namespace soma::test {

/// A limit against hanging alone: on a busy machine, under sanitizers, what takes a second may take a minute.
constexpr double hanging_s = 300.0;

/// Until `done`, looking every few milliseconds; false when it hangs. `meanwhile` is called between two looks.
template <class Done, class Meanwhile>
bool wait_for(const Done& done, const Meanwhile& meanwhile) {
    using Clock = std::chrono::steady_clock;
    const auto end =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(hanging_s));
    while (!done()) {
        if (Clock::now() > end) return false;
        meanwhile();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

template <class Done>
bool wait_for(const Done& done) {
    return wait_for(done, [] {});
}

} // namespace soma::test
