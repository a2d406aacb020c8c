#include "Scope/Graticule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace soma::scope {

namespace {

constexpr int smallest_step = -45, largest_step = 45; ///< 1e-15 … 1e15: beyond them no axis can be read

int decade_of(int step) { return static_cast<int>(std::floor(step / 3.0)); }

/// Any double, also NaN, as a value that has a step.
double within_steps(double value) {
    const double least = step_value(smallest_step);
    return value > least ? std::min(value, step_value(largest_step)) : least;
}

/// Half of an axis' range that is not lost beside its middle.
double least_half(double middle) { return 1e-9 * (1.0 + std::abs(middle)); }

} // namespace

double step_value(int step) {
    constexpr std::array<double, 3> digits{1.0, 2.0, 5.0};
    const int decade = decade_of(step);
    const double digit = digits[static_cast<std::size_t>(step - 3 * decade)];
    // Dividing by an exact power rounds once; multiplying by a negative power would round twice.
    return decade >= 0 ? digit * std::pow(10.0, decade) : digit / std::pow(10.0, -decade);
}

int nearest_step(double value) {
    value = within_steps(value);
    const int above = step_at_least(value);
    return value / step_value(above - 1) < step_value(above) / value ? above - 1 : above;
}

int step_at_least(double value) {
    constexpr double rounding = 1.0 - 1e-12;
    value = within_steps(value);
    int step = 3 * static_cast<int>(std::floor(std::log10(value)));
    while (step_value(step - 1) >= value * rounding) --step;
    while (step_value(step) < value * rounding) ++step;
    return step;
}

int step_decimals(int step) { return std::max(0, -decade_of(step)); }

TimeBase::TimeBase(double ms_per_division)
    : step_(std::clamp(nearest_step(ms_per_division), shortest, longest)) {}

double TimeBase::ms_per_division() const { return step_value(step_); }

void TimeBase::move(int steps) { step_ = std::clamp(step_ + steps, shortest, longest); }

int TimeBase::decimals_ms() const { return step_decimals(step_); }

double Axis::first_line() const {
    const double step_size = step_value(step);
    return std::ceil(low / step_size - 1e-9) * step_size;
}

int Axis::line_count() const {
    constexpr double most = 10000.0; // a caller that walks over the lines of any axis comes to an end
    const double lines = 1.0 + std::floor((high - first_line()) / step_value(step) + 1e-9);
    return lines > 0.0 ? static_cast<int>(std::min(lines, most)) : 0;
}

Axis fit_axis(double min, double max, double least_range, int max_lines) {
    if (!std::isfinite(min) || !std::isfinite(max)) min = max = 0.0;
    if (max < min) std::swap(min, max);
    const double middle = 0.5 * min + 0.5 * max;
    // 5 % of the data's range at each end.
    const double half = std::max(0.5 * std::max(max - min, least_range) * 1.1, least_half(middle));
    auto axis = axis_between(middle - half, middle + half, max_lines);
    while (axis.step < largest_step && axis.line_count() > std::max(max_lines, 1)) ++axis.step;
    return axis;
}

Axis axis_between(double low, double high, double max_lines) {
    const auto [least, most] = std::minmax(low, high);
    Axis axis{least, std::max(most, least + least_half(least)), 0};
    axis.step = step_at_least((axis.high - axis.low) / std::max(max_lines, 1.0));
    return axis;
}

Axis zoom_axis(const Axis& axis, int steps, double fixed) {
    constexpr int finest = -9, coarsest = 27; // 1e-3 … 1e9 a line
    const int step = std::clamp(axis.step + steps, std::min(finest, axis.step), std::max(coarsest, axis.step));
    const double factor = step_value(step) / step_value(axis.step);
    return {fixed - (fixed - axis.low) * factor, fixed + (axis.high - fixed) * factor, step};
}

} // namespace soma::scope
