#include "Lesson/Answers/MethodOfLimits.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soma::lesson {

MethodOfLimits::MethodOfLimits(const Plan& plan, SplitMix64 random)
    : plan_(plan)
    , random_(random) {
    begin();
}

bool MethodOfLimits::ascending(std::size_t series) const {
    return plan_.alternate ? series % 2 == 0 : series < static_cast<std::size_t>(plan_.series + 1) / 2;
}

bool MethodOfLimits::ascending() const { return ascending(turning_points_.size()); }

void MethodOfLimits::begin() {
    const auto half = static_cast<std::uint64_t>(std::max(1, plan_.start_spread / 2));
    const double steps = static_cast<double>(half + random_.below(2 * half + 1));
    const double middle = std::floor(plan_.about / plan_.increment) * plan_.increment;
    // Series down begin twice as far away: to stop all series anywhere does not give the right mean by symmetry.
    value_ = std::max(plan_.low, middle + (ascending() ? -steps : 2.0 * steps + 1.0) * plan_.increment);
}

void MethodOfLimits::step() {
    if (!done()) value_ = std::max(plan_.low, value_ + (ascending() ? plan_.increment : -plan_.increment));
}

void MethodOfLimits::changed() {
    if (done()) return;
    turning_points_.push_back(value_);
    if (!done()) begin();
}

double MethodOfLimits::mean() const {
    if (turning_points_.empty()) return 0.0;
    return std::accumulate(turning_points_.begin(), turning_points_.end(), 0.0) /
           static_cast<double>(turning_points_.size());
}

double MethodOfLimits::up_minus_down() const {
    double sums[2] = {0.0, 0.0}, counts[2] = {0.0, 0.0};
    for (std::size_t i = 0; i < turning_points_.size(); ++i) {
        sums[ascending(i)] += turning_points_[i];
        counts[ascending(i)] += 1.0;
    }
    return counts[0] > 0.0 && counts[1] > 0.0 ? sums[1] / counts[1] - sums[0] / counts[0] : 0.0;
}

} // namespace soma::lesson
