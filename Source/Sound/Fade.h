#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace soma::sound {

/// Fade-in after loading and the mute switch: one raised cosine of 50 ms, walked up or down. Audio thread.
class Fade {
  public:
    static constexpr double length_s = 0.05;

    void prepare(double sample_rate_hz) noexcept {
        length_ = std::max(1, static_cast<int>(length_s * sample_rate_hz));
        restart();
    }

    /// Silent at once, then up again unless closed.
    void restart() noexcept { position_ = 0; }
    void set_open(bool open) noexcept { open_ = open; }

    /// Gain of the next sample, 0 … 1.
    double next() noexcept {
        if (open_ ? position_ == length_ : position_ == 0) return open_ ? 1.0 : 0.0;
        position_ += open_ ? 1 : -1;
        return 0.5 - 0.5 * std::cos(std::numbers::pi * position_ / length_);
    }

    /// Multiplies the values by the gains of the next samples.
    void apply(std::span<double> values) noexcept {
        if (open_ && position_ == length_) return;
        for (double& value : values) value *= next();
    }

    bool rising() const noexcept { return open_ && position_ < length_; }

  private:
    int length_ = 1, position_ = 0;
    bool open_ = true;
};

} // namespace soma::sound
