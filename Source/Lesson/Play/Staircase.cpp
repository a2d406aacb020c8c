#include "Lesson/Play/Staircase.h"

#include <algorithm>
#include <cmath>

namespace soma::lesson {

void Staircase::answer(bool correct) {
    if (done()) return;
    ++trials_;
    right_in_a_row_ = correct ? right_in_a_row_ + 1 : 0;
    if (correct && right_in_a_row_ < rule_.down_after) return;
    right_in_a_row_ = 0;
    const int direction = correct ? -1 : 1;
    if (direction_ != 0 && direction != direction_) reversals_.push_back(level_);
    direction_ = direction;
    const bool coarse = static_cast<int>(reversals_.size()) < rule_.coarse_reversals;
    const double factor = coarse ? rule_.factor : rule_.fine_factor;
    const double distance = (level_ - rule_.about) * (direction > 0 ? factor : 1.0 / factor);
    level_ = std::clamp(rule_.about + distance, rule_.floor, std::max(rule_.floor, rule_.ceiling));
}

bool Staircase::done() const {
    return trials_ >= rule_.max_trials || static_cast<int>(reversals_.size()) >= rule_.reversals;
}

double Staircase::estimate() const {
    const auto n = std::min(reversals_.size(), static_cast<std::size_t>(rule_.use_reversals));
    if (n == 0) return level_;
    double sum = 0.0;
    for (std::size_t i = reversals_.size() - n; i < reversals_.size(); ++i)
        sum += rule_.geometric ? std::log(std::max(1e-300, reversals_[i] - rule_.about)) : reversals_[i];
    const double mean = sum / static_cast<double>(n);
    return rule_.geometric ? rule_.about + std::exp(mean) : mean;
}

} // namespace soma::lesson
