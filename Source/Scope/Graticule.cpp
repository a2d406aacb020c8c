#include "Scope/Graticule.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::scope {

namespace {

int decade_of(int step) { return static_cast<int>(std::floor(step / 3.0)); }

} // namespace

double step_value(int step) {
    constexpr std::array<double, 3> digits{1.0, 2.0, 5.0};
    const int decade = decade_of(step);
    const double digit = digits[static_cast<std::size_t>(step - 3 * decade)];
    // Dividing by an exact power rounds once; multiplying by a negative power would round twice.
    return decade >= 0 ? digit * std::pow(10.0, decade) : digit / std::pow(10.0, -decade);
}

int nearest_step(double value) {
    const int above = step_at_least(value);
    return value / step_value(above - 1) < step_value(above) / value ? above - 1 : above;
}

int step_at_least(double value) {
    constexpr double rounding = 1.0 - 1e-12;
    int step = 3 * static_cast<int>(std::floor(std::log10(value)));
    while (step_value(step - 1) >= value * rounding) --step;
    while (step_value(step) < value * rounding) ++step;
    return step;
}

int step_decimals(int step) { return std::max(0, -decade_of(step)); }

TimeBase::TimeBase(double ms_per_division)
    : step_(nearest_step(std::clamp(ms_per_division, step_value(shortest), step_value(longest)))) {}

double TimeBase::ms_per_division() const { return step_value(step_); }

void TimeBase::move(int steps) { step_ = std::clamp(step_ + steps, shortest, longest); }

int TimeBase::decimals_ms() const { return step_decimals(step_); }

double Axis::first_line() const {
    const double step_size = step_value(step);
    return std::ceil(low / step_size - 1e-9) * step_size;
}

int Axis::line_count() const {
    return std::max(0, 1 + static_cast<int>(std::floor((high - first_line()) / step_value(step) + 1e-9)));
}

Axis fit_axis(double min, double max, double least_range, int max_lines) {
    const double middle = 0.5 * (min + max);
    const double half = 0.5 * std::max(max - min, least_range) * 1.1; // 5 % of the data's range at each end
    Axis axis{middle - half, middle + half, step_at_least(2.0 * half / max_lines)};
    while (axis.line_count() > max_lines) ++axis.step;
    return axis;
}

Axis zoom_axis(const Axis& axis, int steps, double fixed) {
    const double factor = step_value(axis.step + steps) / step_value(axis.step);
    return {fixed - (fixed - axis.low) * factor, fixed + (axis.high - fixed) * factor, axis.step + steps};
}

} // namespace soma::scope
