#pragma once

#include "Core/Random.h"

#include <string_view>
#include <vector>

namespace soma::lesson {

/// The field in which a table hands in `up_minus_down`; no check asks for it.
inline constexpr std::string_view up_minus_down_field = "up_minus_down_pA";

/// Ascending and descending series in turn, each from another start; the listener says where the sound changed. The
/// mean of all turning points is the threshold, the difference between the directions belongs to the listener.
class MethodOfLimits {
  public:
    struct Plan {
        double about = 0.0; ///< where the change is expected, to choose starts on both sides
        double increment = 1.0;
        int series = 6;
        int start_spread =
            8; ///< steps: series up begin half to one and a half of this below, series down twice as far above
        bool alternate = true; ///< false: all ascending series first
        double low = 0.0;      ///< no start below
    };

    MethodOfLimits(const Plan& plan, SplitMix64 random);

    bool done() const { return turning_points_.size() >= static_cast<std::size_t>(plan_.series); }
    int series() const { return static_cast<int>(turning_points_.size()) + 1; }
    bool ascending() const;
    double value() const { return value_; }

    /// The next step of the running series.
    void step();
    /// It changed here; the next series begins.
    void changed();

    double mean() const;
    /// Mean of the ascending minus mean of the descending turning points.
    double up_minus_down() const;

  private:
    bool ascending(std::size_t series) const;
    void begin();

    Plan plan_;
    SplitMix64 random_;
    double value_ = 0.0;
    std::vector<double> turning_points_;
};

} // namespace soma::lesson
