#include "Plot/MinMaxDecimator.h"

#include <array>
#include <cmath>

namespace soma::plot {

void MinMaxDecimator::add(double time_s, double value) {
    const Point point{time_s, value};
    const double column = std::floor((time_s - start_s_) * columns_per_s_);
    if (column != column_) {
        finish_column();
        column_ = column;
        first_ = low_ = high_ = point;
    }
    if (value < low_.value) low_ = point;
    if (value > high_.value) high_ = point;
    last_ = point;
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
}

const std::vector<Point>& MinMaxDecimator::points() {
    finish_column();
    return points_;
}

void MinMaxDecimator::finish_column() {
    if (column_ < 0.0) return;
    // Equal times keep this order: up before down is as good as down before up within one column.
    std::array points{first_, low_, high_, last_};
    std::stable_sort(points.begin() + 1, points.end() - 1,
                     [](const Point& a, const Point& b) { return a.time_s < b.time_s; });
    for (const auto& point : points)
        if (points_.empty() || point.time_s != points_.back().time_s || point.value != points_.back().value)
            points_.push_back(point);
    column_ = -1.0;
}

} // namespace soma::plot
