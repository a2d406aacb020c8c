#include "Look/FigurePaint.h"

#include <gtest/gtest.h>

#include <limits>

namespace soma::editor {
namespace {

constexpr float anywhere = std::numeric_limits<float>::infinity();

TEST(FigurePaint, LabelsWithRoomStayWhereTheyAre) {
    const std::vector<float> wanted{10.0f, 30.0f, 70.0f};
    EXPECT_EQ(spread_labels(wanted, 14.0f, anywhere), wanted);
    EXPECT_TRUE(spread_labels({}, 14.0f, anywhere).empty());
}

/// The mean of the displacements of labels that touch is zero: no other place is nearer in the sense of least squares.
TEST(FigurePaint, LabelsThatTouchSpreadAroundTheirMiddle) {
    const std::vector<float> same{50.0f, 50.0f, 50.0f}, chain{0.0f, 10.0f, 21.0f};
    EXPECT_EQ(spread_labels(same, 14.0f, anywhere), (std::vector{36.0f, 50.0f, 64.0f}));
    const auto placed = spread_labels(chain, 14.0f, anywhere);
    float moved = 0.0f;
    for (std::size_t i = 0; i < chain.size(); ++i) moved += placed[i] - chain[i];
    EXPECT_NEAR(moved, 0.0f, 1e-4f); // rounding of floats
    for (std::size_t i = 1; i < placed.size(); ++i) EXPECT_GE(placed[i] - placed[i - 1], 14.0f - 1e-4f);
}

TEST(FigurePaint, NoLabelIsBelowTheFigure) {
    EXPECT_EQ(spread_labels(std::vector{95.0f, 99.0f}, 14.0f, 100.0f), (std::vector{86.0f, 100.0f}));
}

TEST(FigurePaint, ALineBreaksWhereAValueIsMissing) {
    const std::vector<float> values{1.0f, 2.0f, std::numeric_limits<float>::quiet_NaN(), 4.0f, 5.0f};
    float x = 0.0f;
    const auto path = line_through(values, [&](float y) { return juce::Point<float>{x += 1.0f, y}; });
    int begun = 0, lines = 0;
    for (juce::Path::Iterator it(path); it.next();) {
        begun += it.elementType == juce::Path::Iterator::startNewSubPath;
        lines += it.elementType == juce::Path::Iterator::lineTo;
    }
    EXPECT_EQ(begun, 2);
    EXPECT_EQ(lines, 2);
}

} // namespace
} // namespace soma::editor
