#pragma once

#include <cstdint>

namespace soma::stimulus {

/// Model time at a sample's instant: counted from the last change of speed, so that it does not drift and does not
/// depend on how time is cut into blocks.
class Clock {
  public:
    void start(double step_ms, double at_ms = 0.0) noexcept {
        *this = Clock(step_ms);
        base_ms_ = at_ms;
    }

    /// From this sample on a sample lasts step_ms of model time.
    void set_step(double step_ms) noexcept {
        if (step_ms == step_ms_) return;
        base_ms_ = now_ms();
        since_base_ = 0;
        step_ms_ = step_ms;
    }
    void advance(std::int64_t samples) noexcept { since_base_ += samples; }

    double step_ms() const noexcept { return step_ms_; }
    double now_ms() const noexcept { return at_ms(0); }
    double at_ms(std::int64_t samples_ahead) const noexcept {
        return base_ms_ + static_cast<double>(since_base_ + samples_ahead) * step_ms_;
    }

    explicit Clock(double step_ms = 1.0) noexcept
        : step_ms_(step_ms) {}

  private:
    double step_ms_;
    double base_ms_ = 0.0;
    std::int64_t since_base_ = 0;
};

} // namespace soma::stimulus
