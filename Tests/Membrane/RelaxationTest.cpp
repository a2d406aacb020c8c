#include "Membrane/Relaxation.h"

#include <gtest/gtest.h>

#include <limits>

namespace soma::test {
namespace {

using membrane::decayed_share;
using membrane::short_way;
using membrane::time_to_cover;

/// Three or four roundings; the C library's long double is the reference.
constexpr double few_roundings = 3.0 * std::numeric_limits<double>::epsilon();

TEST(Relaxation, series_and_library_are_exact_to_rounding_on_both_sides_of_their_border) {
    for (double x = 1e-12; x < 50.0; x *= 1.01) {
        const auto expected = static_cast<double>(-std::expm1(-static_cast<long double>(x)));
        ASSERT_NEAR(decayed_share(x), expected, few_roundings * expected) << x;
        const auto ratio = static_cast<double>(std::log1p(static_cast<long double>(x)));
        ASSERT_NEAR(time_to_cover(10.0 * x, 10.0), ratio, few_roundings * ratio) << x;
    }
    const double beyond_border = std::nextafter(short_way, 1.0);
    EXPECT_NEAR(decayed_share(beyond_border), decayed_share(short_way), few_roundings * short_way);
}

TEST(Relaxation, ends_of_the_way) {
    EXPECT_EQ(decayed_share(0.0), 0.0);
    EXPECT_EQ(decayed_share(std::numeric_limits<double>::infinity()), 1.0);
    EXPECT_EQ(time_to_cover(0.0, 10.0), 0.0);
    EXPECT_EQ(time_to_cover(10.0, 0.0), std::numeric_limits<double>::infinity());
}

} // namespace
} // namespace soma::test
