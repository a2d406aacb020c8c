#pragma once

#include <juce_core/juce_core.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>

namespace soma::standalone {

/// Where no sound card gives the time, a thread does, so that the neuron runs and can be seen.
class SilentClock final : private juce::Thread {
  public:
    /// `block` is called on the clock's thread.
    explicit SilentClock(std::function<void()> block)
        : juce::Thread("Somaphone without sound card")
        , block_(std::move(block)) {}
    ~SilentClock() override { stop(); }

    // Not on the clock's thread. After stop() the block is not being called any more.
    void start(double period_s) {
        stop();
        period_ = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(period_s));
        startThread();
    }
    void stop() {
        constexpr int without_limit = -1; // past a limit JUCE kills the thread
        stopThread(without_limit);
    }
    bool running() const { return isThreadRunning(); }

  private:
    using Clock = std::chrono::steady_clock;

    void run() override {
        for (auto due = Clock::now(); !threadShouldExit();) {
            block_();
            due = std::max(due + period_, Clock::now() - period_); // what a busy computer missed is left out
            std::this_thread::sleep_until(due);
        }
    }

    Clock::duration period_{};
    std::function<void()> block_;
};

} // namespace soma::standalone
