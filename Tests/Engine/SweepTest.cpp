#include "Engine/Sweep.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

/// Thousands of neurons that fire in one block make more pieces of V than there is room for. The sum of all neurons'
/// V, which is what is heard, must not lose those neurons.
TEST(Sweep, keeps_the_area_of_pieces_that_find_no_room) {
    constexpr int neurons = 3 * static_cast<int>(Sweep::max_pieces) / 2;
    Sweep sweep;
    sweep.prepare(4);
    sweep.begin(4);
    for (int i = 0; i < neurons; ++i) {
        sweep.add_piece(2, i, {0.0, 0.25, -60.0, 0.0, -50.0, 0.0});
        sweep.add_piece(2, i, {0.25, 0.75, -70.0, 0.0, -70.0, 0.0});
    }
    sweep.finish();
    double area_mv = 0.5 * (sweep.begin_mv()[2] + sweep.end_mv()[2]);
    for (const auto& piece : sweep.pieces()) area_mv += 0.5 * (piece.begin_mv + piece.end_mv) * piece.length;
    EXPECT_NEAR(area_mv, neurons * (0.25 * -55.0 + 0.75 * -70.0), 1e-6); // rounding of 10⁵ additions
    EXPECT_EQ(sweep.pieces().size(), Sweep::max_pieces);
    EXPECT_EQ(sweep.begin_mv()[1], 0.0);
}

} // namespace
} // namespace soma::test
