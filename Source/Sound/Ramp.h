#pragma once

#include "Core/Math.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace soma::sound {

/// Levels at and below this are off: gain 0. So is a level that is not a number.
constexpr double off_db = -100.0;
constexpr double highest_db = 60.0;
inline double level_gain(double db) { return db > off_db ? decibels_to_gain(std::min(db, highest_db)) : 0.0; }

/// A gain that reaches its target along a straight line, counted in samples: no zipper noise, and the same values
/// however blocks are cut. Audio thread.
class Ramp {
  public:
    explicit Ramp(double length_s = 0.02)
        : length_s_(length_s) {}

    void prepare(double sample_rate_hz) noexcept {
        length_ = std::max(1, static_cast<int>(length_s_ * sample_rate_hz));
    }

    /// At once.
    void reset(double value) noexcept {
        value_ = target_ = value;
        remaining_ = 0;
    }

    void set_target(double target) noexcept {
        if (target == target_) return;
        target_ = target;
        remaining_ = length_;
        step_ = (target - value_) / length_;
    }

    double next() noexcept {
        if (remaining_ == 0) return value_;
        value_ = --remaining_ == 0 ? target_ : value_ + step_;
        return value_;
    }

    void fill(std::span<double> values) noexcept {
        std::size_t n = 0;
        while (remaining_ > 0 && n < values.size()) values[n++] = next();
        std::fill(values.begin() + static_cast<std::ptrdiff_t>(n), values.end(), value_);
    }

    /// Nothing passes, now and until the target changes.
    bool off() const noexcept { return remaining_ == 0 && value_ == 0.0; }
    double target() const noexcept { return target_; }

  private:
    double length_s_;
    int length_ = 1;
    int remaining_ = 0;
    double value_ = 0.0, target_ = 0.0, step_ = 0.0;
};

} // namespace soma::sound
