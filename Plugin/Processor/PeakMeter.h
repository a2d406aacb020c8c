#pragma once

#include <juce_audio_basics/juce_audio_basics.h>

#include <algorithm>
#include <atomic>

namespace soma {

/// Peak of one channel, falling by 20 dB/s, and the highest of the last second and a half. In dBFS.
class PeakMeter {
  public:
    static constexpr float silence_db = -200.0f;

    /// Audio thread.
    void process(const float* samples, int frames, double sample_rate_hz) noexcept {
        const auto range = juce::FloatVectorOperations::findMinAndMax(samples, frames);
        const float peak = std::max(-range.getStart(), range.getEnd());
        const float db = juce::Decibels::gainToDecibels(peak, silence_db);
        const double seconds = frames / sample_rate_hz;
        fallen_db_ = std::max(db, fallen_db_ - static_cast<float>(20.0 * seconds));
        held_for_s_ += seconds;
        if (db >= held_db_ || held_for_s_ > 1.5) {
            held_db_ = fallen_db_;
            held_for_s_ = 0.0;
        }
        level_db_.store(fallen_db_, std::memory_order_relaxed);
        peak_db_.store(held_db_, std::memory_order_relaxed);
    }
    /// Audio thread: nothing is connected.
    void clear() noexcept {
        fallen_db_ = held_db_ = silence_db;
        level_db_.store(silence_db, std::memory_order_relaxed);
        peak_db_.store(silence_db, std::memory_order_relaxed);
    }

    // Any thread.
    double level_db() const noexcept { return level_db_.load(std::memory_order_relaxed); }
    double held_db() const noexcept { return peak_db_.load(std::memory_order_relaxed); }

  private:
    float fallen_db_ = silence_db, held_db_ = silence_db;
    double held_for_s_ = 0.0;
    std::atomic<float> level_db_{silence_db}, peak_db_{silence_db};
};

} // namespace soma
