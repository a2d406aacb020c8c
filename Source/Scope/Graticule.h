#pragma once

namespace soma::scope {

/// 1-2-5 steps by number: 0 → 1, 1 → 2, 2 → 5, 3 → 10, −1 → 0.5 … Each is the nearest double to its decimal.
double step_value(int step);
/// The step nearest to `value` by ratio. Any value is accepted, also NaN: the result lies within 1e-15 … 1e15.
int nearest_step(double value);
/// The smallest step not below `value`, with room for rounding. Any value is accepted, as above.
int step_at_least(double value);
/// Decimals after the point that print every multiple of a step.
int step_decimals(int step);

/// Divisions across the screen.
constexpr int divisions = 10;

/// The time base: model seconds a division, in 1-2-5 steps from 1 µs to 2000 s.
class TimeBase {
  public:
    static constexpr int shortest = -9, longest = 19; ///< steps of milliseconds

    constexpr TimeBase() = default;
    /// The step nearest to this many milliseconds a division.
    explicit TimeBase(double ms_per_division);

    double ms_per_division() const;
    double span_s() const { return ms_per_division() * divisions * 1e-3; }
    /// `steps` slower (positive) or faster; stays within the limits.
    void move(int steps);
    /// Decimals for times in ms on this time base's grid.
    int decimals_ms() const;
    bool operator==(const TimeBase&) const = default;

  private:
    int step_ = 4; ///< 20 ms
};

/// A value axis and its grid of 1-2-5 steps.
struct Axis {
    double low = -90.0, high = 30.0;
    int step = 4; ///< a line every step_value(step)

    double first_line() const;
    int line_count() const;
    double line(int index) const { return first_line() + index * step_value(step); }
    int decimals() const { return step_decimals(step); }
    /// 0 at the top, height_px at the bottom.
    double y_px(double value, double height_px) const { return (high - value) / (high - low) * height_px; }
    bool operator==(const Axis&) const = default;
};

/// The axis that shows min … max with 5 % to spare at both ends and at most `max_lines` lines. When all values are
/// alike it is `least_range` high. Any values are accepted, in any order; what is not finite counts as 0.
Axis fit_axis(double min, double max, double least_range, int max_lines);

/// The axis from the lower to the higher of two finite values, with at most about `max_lines` lines. Its range is never
/// empty.
Axis axis_between(double low, double high, double max_lines);

/// The axis with `steps` more (positive) or less per line around the value `fixed`, which keeps its place. It stops at
/// 1e-3 and 1e9 a line.
Axis zoom_axis(const Axis& axis, int steps, double fixed);

} // namespace soma::scope
