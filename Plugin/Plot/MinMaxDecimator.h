#pragma once

#include <algorithm>
#include <limits>
#include <vector>

namespace soma::plot {

struct Point {
    double time_s, value;
};

/// A line of any length, thinned to what a picture of so many columns can show: of each column its first, smallest,
/// largest and last value at their own times. No spike is lost. Times must not fall.
class MinMaxDecimator {
  public:
    MinMaxDecimator(double start_s, double span_s, int columns)
        : start_s_(start_s)
        , columns_per_s_(columns / span_s) {}

    void add(double time_s, double value);

    /// Ends the line.
    const std::vector<Point>& points();

    double min() const { return min_; }
    double max() const { return max_; }

  private:
    void finish_column();

    double start_s_, columns_per_s_;
    double column_ = -1.0;
    Point first_{}, low_{}, high_{}, last_{};
    std::vector<Point> points_;
    double min_ = std::numeric_limits<double>::infinity(), max_ = -std::numeric_limits<double>::infinity();
};

} // namespace soma::plot
