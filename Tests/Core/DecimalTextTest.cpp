#include "Core/DecimalText.h"

#include <gtest/gtest.h>

#include <limits>

namespace soma {
namespace {

TEST(DecimalText, WritesTheSameEverywhere) {
    EXPECT_EQ(shortest(0.1), "0.1");
    EXPECT_EQ(shortest(-1e300), "-1e+300");
    EXPECT_EQ(general_text(1234567.89, 7), "1234568");
    EXPECT_EQ(general_text(0.000012345, 3), "1.23e-05");
    EXPECT_EQ(fixed_text(2.0 / 3.0, 3), "0.667");
    EXPECT_EQ(scientific_text(1234.0, 2), "1.23e+03");
}

/// The longest number in fixed notation has 309 digits, a sign, a point and the decimals: nothing is cut off.
TEST(DecimalText, HasRoomForTheLargestNumber) {
    const auto text = fixed_text(-std::numeric_limits<double>::max(), 12);
    EXPECT_EQ(text.size(), 1u + 309u + 1u + 12u);
    double back = 0.0;
    read_number(text.data(), text.data() + text.size(), back);
    EXPECT_EQ(back, -std::numeric_limits<double>::max());
}

} // namespace
} // namespace soma
