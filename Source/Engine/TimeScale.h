#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace soma {

/// The speed of the neuron against real time. A change glides in equal ratios, in steps on a grid of absolute samples,
/// so that it is heard as a glide and does not depend on how time is cut into blocks. RT.
class TimeScale {
  public:
    static constexpr int grid = 32;                   ///< samples from one step of a glide to the next
    static constexpr double largest_log_step = 0.002; ///< about 3.5 cents

    double now() const noexcept { return now_; }
    bool gliding() const noexcept { return now_ != target_; }
    void set_target(double target) noexcept { target_ = target; }
    void jump() noexcept { now_ = target_; }

    /// At a sample of the grid: one step towards the target. Returns whether the speed changed.
    bool step(std::int64_t sample) noexcept {
        if (sample % grid != 0) return false;
        const double distance = std::log(target_ / now_);
        const double reach = std::max(largest_log_step, 0.05 * std::abs(distance));
        now_ = std::abs(distance) <= reach ? target_ : now_ * std::exp(std::copysign(reach, distance));
        return true;
    }

    static int samples_to_grid(std::int64_t sample) noexcept { return grid - static_cast<int>(sample % grid); }

  private:
    double now_ = 1.0, target_ = 1.0;
};

} // namespace soma
