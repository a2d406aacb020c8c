#pragma once

#include <algorithm>
#include <atomic>
#include <cmath>

namespace soma::standalone {

/// Lets the audio input through when it is wanted, and closes it again when it feeds back: input and output both near
/// full scale for half a second is a microphone that hears the loudspeaker.
class Microphone {
  public:
    static constexpr float howl = 0.5f; ///< of full scale, in and out
    static constexpr double patience_s = 0.5;

    // Message thread.
    void open(bool wanted) {
        howled_.store(false, std::memory_order_relaxed);
        open_.store(wanted, std::memory_order_relaxed);
    }
    bool is_open() const { return open_.load(std::memory_order_relaxed); }
    /// It was closed because of feedback.
    bool howled() const { return howled_.load(std::memory_order_relaxed); }

    /// Audio thread, after each block: peaks of what came in and went out.
    void watch(float input_peak, float output_peak, double seconds) noexcept {
        howling_s_ = input_peak > howl && output_peak > howl ? howling_s_ + seconds : 0.0;
        if (howling_s_ < patience_s || !is_open()) return;
        open_.store(false, std::memory_order_relaxed);
        howled_.store(true, std::memory_order_relaxed);
        howling_s_ = 0.0;
    }

  private:
    std::atomic<bool> open_{false}, howled_{false};
    double howling_s_ = 0.0;
};

} // namespace soma::standalone
