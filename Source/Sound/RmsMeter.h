#pragma once

#include <array>
#include <atomic>
#include <span>

namespace soma::sound {

/// Rms of the last second of a stereo output, new every 100 ms, for the hearing warning. The warning is about dBFS,
/// because the sound pressure at somebody's ear is not known here.
class RmsMeter {
  public:
    static constexpr double loud_dbfs = -12.0; ///< rms over 1 s above which the user is warned

    void prepare(double sample_rate_hz) noexcept;
    void reset() noexcept;

    /// Audio thread.
    void process(std::span<const float> left, std::span<const float> right) noexcept;

    /// Any thread; −inf for silence. The rms is that of both channels' mean power.
    float rms_dbfs() const noexcept { return rms_dbfs_.load(std::memory_order_relaxed); }
    bool loud() const noexcept { return rms_dbfs() > static_cast<float>(loud_dbfs); }

  private:
    void end_slice() noexcept;

    static constexpr unsigned slices = 10;
    int slice_ = 1, count_ = 0;
    double sum_ = 0.0;
    unsigned next_ = 0;
    std::array<double, slices> sums_{};
    std::atomic<float> rms_dbfs_;
};

} // namespace soma::sound
