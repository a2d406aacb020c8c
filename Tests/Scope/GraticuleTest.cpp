#include "Scope/Graticule.h"

#include "Core/Random.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace soma::scope {
namespace {

TEST(Graticule, StepsAreOneTwoFive) {
    EXPECT_EQ(step_value(0), 1.0);
    EXPECT_EQ(step_value(1), 2.0);
    EXPECT_EQ(step_value(2), 5.0);
    EXPECT_EQ(step_value(4), 20.0);
    EXPECT_EQ(step_value(-1), 0.5);
    EXPECT_EQ(step_value(-3), 0.1);
    EXPECT_EQ(step_value(-9), 0.001);
    for (int step = -20; step < 20; ++step) {
        EXPECT_EQ(nearest_step(step_value(step)), step);
        EXPECT_EQ(step_at_least(step_value(step)), step);
        EXPECT_EQ(step_at_least(step_value(step) * 1.01), step + 1);
    }
    EXPECT_EQ(nearest_step(3.0), 1);
    EXPECT_EQ(nearest_step(4.0), 2);
}

TEST(Graticule, DecimalsPrintEveryMultiple) {
    for (int step = -12; step < 6; ++step) {
        const double scaled = step_value(step) * std::pow(10.0, step_decimals(step));
        EXPECT_NEAR(scaled, std::round(scaled), 1e-9) << step;
    }
    EXPECT_EQ(step_decimals(4), 0);
    EXPECT_EQ(step_decimals(-1), 1);
    EXPECT_EQ(step_decimals(-9), 3);
}

TEST(TimeBase, HasTenDivisionsAndLimits) {
    EXPECT_EQ(TimeBase().ms_per_division(), 20.0);
    EXPECT_DOUBLE_EQ(TimeBase(20.0).span_s(), 0.2);
    EXPECT_EQ(TimeBase(17.0).ms_per_division(), 20.0);
    TimeBase base(1.0);
    base.move(1);
    EXPECT_EQ(base.ms_per_division(), 2.0);
    base.move(-100);
    EXPECT_EQ(base.ms_per_division(), 0.001);
    base.move(100);
    EXPECT_EQ(base.ms_per_division(), 2e6);
    EXPECT_EQ(TimeBase(0.0).ms_per_division(), 0.001);
}

TEST(Axis, FitsAnyRangeWithHeadroom) {
    soma::SplitMix64 random(4);
    for (int round = 0; round < 2000; ++round) {
        const double min = (random.unit() - 0.5) * 400.0;
        const double max = min + std::pow(10.0, random.unit() * 6.0 - 3.0);
        const auto axis = fit_axis(min, max, 1.0, 8);
        const double range = axis.high - axis.low;
        ASSERT_LE(axis.low, min - 0.04 * (max - min));
        ASSERT_GE(axis.high, max + 0.04 * (max - min));
        ASSERT_GE(range, 1.0);
        ASSERT_LE(range, std::max(1.2 * (max - min), 1.2));
        ASSERT_LE(axis.line_count(), 8);
        ASSERT_GE(axis.line_count(), 2) << min << " … " << max;
        ASSERT_GE(axis.line(0), axis.low - 1e-9);
        ASSERT_LE(axis.line(axis.line_count() - 1), axis.high + 1e-9);
    }
}

/// Every double, whatever it came from: never-opens was a step of a negative range, sought for ever.
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN(),
                 infinite = std::numeric_limits<double>::infinity();
constexpr std::array odd_values{0.0,   -0.0, -1.0,         -153.0,   1e-320, 1e-300,    1e-15,
                                1e300, 1e15, not_a_number, infinite, -1e300, -infinite, 4.9e-324};

TEST(Graticule, EveryValueHasAStep) {
    for (const double value : odd_values) {
        for (const int step : {step_at_least(value), nearest_step(value)}) {
            EXPECT_TRUE(std::isfinite(step_value(step))) << value;
            EXPECT_GT(step_value(step), 0.0) << value;
        }
        const double ms = TimeBase(value).ms_per_division();
        EXPECT_GE(ms, 0.001) << value;
        EXPECT_LE(ms, 2e6) << value;
    }
}

TEST(Axis, EveryPairOfValuesHasARange) {
    const auto expect_usable = [](const Axis& axis, double a, double b) {
        EXPECT_LT(axis.low, axis.high) << a << " … " << b;
        EXPECT_TRUE(std::isfinite(axis.y_px(0.5 * axis.low + 0.5 * axis.high, 100.0))) << a << " … " << b;
        EXPECT_GE(axis.line_count(), 0) << a << " … " << b;
    };
    std::vector<double> values{-153.0, -70.0, 30.0, 1e9, 1e9 + 1e-6, -1e9};
    for (const double value : odd_values) values.push_back(value);
    for (const double a : values)
        for (const double b : values) {
            for (const int lines : {-1, 0, 1, 8}) expect_usable(fit_axis(a, b, 1e-9, lines), a, b);
            if (std::abs(a) <= 1e15 && std::abs(b) <= 1e15) expect_usable(axis_between(a, b, 4.0), a, b);
        }
}

TEST(Axis, ZoomEnds) {
    Axis axis{-90.0, 30.0, 4};
    for (const int direction : {-1, 1})
        for (int i = 0; i < 200; ++i) {
            axis = zoom_axis(axis, direction, -55.0);
            ASSERT_LT(axis.low, axis.high);
            ASSERT_LT(axis.line_count(), 100);
        }
}

TEST(Axis, ZoomKeepsTheValueUnderThePointer) {
    const Axis axis{-90.0, 30.0, 4};
    const auto closer = zoom_axis(axis, -1, -55.0);
    EXPECT_EQ(closer.step, 3);
    EXPECT_NEAR(closer.y_px(-55.0, 400.0), axis.y_px(-55.0, 400.0), 1e-9);
    EXPECT_NEAR(closer.high - closer.low, 60.0, 1e-9);
    const auto back = zoom_axis(closer, 1, -55.0);
    EXPECT_NEAR(back.low, axis.low, 1e-9);
    EXPECT_NEAR(back.high, axis.high, 1e-9);
}

} // namespace
} // namespace soma::scope
