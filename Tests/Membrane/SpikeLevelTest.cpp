#include "Membrane/SpikeLevel.h"

#include <gtest/gtest.h>

#include <random>

namespace soma::test {
namespace {

using membrane::Hermite;
using membrane::SpikeLevel;

TEST(Hermite, goes_through_its_ends_with_their_slopes) {
    const Hermite piece{0.02, -10.0, 300.0, 5.0, -40.0};
    constexpr double d = 1e-7;
    EXPECT_EQ(piece.at(0.0), -10.0);
    EXPECT_EQ(piece.at(0.02), 5.0);
    EXPECT_NEAR((piece.at(d) - piece.at(0.0)) / d, 300.0, 0.1); // a difference quotient
    EXPECT_NEAR((piece.at(0.02) - piece.at(0.02 - d)) / d, -40.0, 0.1);
}

TEST(Hermite, first_crossing_and_bounds_agree_with_a_dense_scan) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> mv(-1.0, 1.0), slope(-400.0, 400.0);
    int hidden = 0;
    for (int trial = 0; trial < 20000; ++trial) {
        const Hermite piece{0.02, mv(random), slope(random), mv(random), slope(random)};
        double scanned = Hermite::never;
        for (int i = 0; i <= 2000 && scanned == Hermite::never; ++i)
            if (piece.at(0.02 * i / 2000) >= 0.0) scanned = 0.02 * i / 2000;
        const double found = piece.first_above(0.0, 0.0);
        if (scanned != Hermite::never) {
            EXPECT_LE(found, scanned);
            EXPECT_GE(found, scanned - 0.02 / 2000 - 1e-12);
            EXPECT_NEAR(piece.at(found), std::max(0.0, piece.begin_mv), 1e-9);
            hidden += piece.begin_mv < 0.0 && piece.end_mv < 0.0;
        } else if (found != Hermite::never) {
            EXPECT_NEAR(piece.at(found), 0.0, 1e-9); // a peak between two points of the scan
        }
        for (const double share : {0.1, 0.3, 0.5, 0.7, 0.9}) {
            EXPECT_LE(piece.at(0.02 * share), piece.highest_mv() + 1e-12);
            EXPECT_GE(piece.at(0.02 * share), piece.lowest_mv() - 1e-12);
        }
    }
    EXPECT_GT(hidden, 100); // excursions that start and end below the level
}

TEST(SpikeLevel, finds_an_excursion_within_one_step_from_either_side) {
    SpikeLevel below{0.0, false};
    const Hermite bump{1.0, -1.0, 10.0, -1.0, -10.0}; // peaks at +1.5 mV
    const double up_ms = below.find(bump).spike_ms;
    EXPECT_LT(up_ms, 0.5);
    EXPECT_NEAR(bump.at(up_ms), 0.0, 1e-9);
    EXPECT_TRUE(below.above);

    SpikeLevel above{0.0, true};
    const Hermite dip{1.0, 1.0, -10.0, 1.0, 10.0};
    const double again_ms = above.find(dip).spike_ms;
    EXPECT_GT(again_ms, 0.5);
    EXPECT_NEAR(dip.at(again_ms), 0.0, 1e-9);
}

TEST(SpikeLevel, counts_one_crossing_once_however_it_is_cut) {
    for (const double offset : {-1e-12, 0.0, 1e-12}) {
        SpikeLevel detector{0.0, false};
        EXPECT_TRUE(detector.find({1.0, -1.0, 1.0, 0.5, 1.0}).found());
        // The state at the located instant is the level but for rounding; V goes on up from there.
        EXPECT_FALSE(detector.find({1.0, offset, 1.0, 1.0, 1.0}).found());
        EXPECT_FALSE(detector.find({1.0, 1.0, -1.0, -1.0, -3.0}).found());
        EXPECT_FALSE(detector.above);
        EXPECT_TRUE(detector.find({1.0, -1.0, 3.0, 2.0, 3.0}).found());
    }
}

TEST(SpikeLevel, is_not_armed_by_a_start_above_the_level) {
    auto detector = SpikeLevel::at(-20.0, -10.0);
    EXPECT_FALSE(detector.find({1.0, -10.0, 1.0, -9.0, 1.0}).found());
}

} // namespace
} // namespace soma::test
