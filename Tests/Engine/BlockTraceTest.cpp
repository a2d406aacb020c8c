#include "Engine/BlockTrace.h"
#include "Core/Limits.h"
#include "Support/EngineRun.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

/// Thousands of neurons that fire in one block make more segments of V than there is room for. The sum of all neurons'
/// V, which is what is heard, must not lose those neurons.
TEST(BlockTrace, keeps_the_area_of_segments_that_find_no_room) {
    constexpr int neurons = 3 * static_cast<int>(limits::segments) / 2;
    BlockTrace block_trace;
    block_trace.prepare();
    block_trace.begin(4);
    for (int i = 0; i < neurons; ++i) {
        block_trace.add_segment(2, i, {0.0, 0.25, -60.0, 0.0, -50.0, 0.0});
        block_trace.add_segment(2, i, {0.25, 0.75, -70.0, 0.0, -70.0, 0.0});
    }
    block_trace.finish();
    double area_mv = 0.5 * (block_trace.begin_mv()[2] + block_trace.end_mv()[2]);
    for (const auto& segment : block_trace.segments())
        area_mv += 0.5 * (segment.begin_mv + segment.end_mv) * segment.length;
    EXPECT_NEAR(area_mv, neurons * (0.25 * -55.0 + 0.75 * -70.0), 1e-6); // rounding of 10⁵ additions
    EXPECT_EQ(block_trace.segments().size(), limits::segments);
    EXPECT_EQ(block_trace.begin_mv()[1], 0.0);
    EXPECT_EQ(block_trace.dropped_segments(), 2u * neurons - limits::segments) << "each of them is counted";
    block_trace.begin(4);
    EXPECT_EQ(block_trace.dropped_segments(), 0u);
}

/// The largest population where each neuron fires a dozen times in 64 samples: the status counts them.
TEST(BlockTrace, the_status_counts_segments_that_find_no_room) {
    Snapshot values;
    values.set(Id::neurons, limits::neurons);
    values.set(Id::stim_amplitude_pa, 0.0);
    values.set(Id::refractory_ms, 0.0);
    values.set(Id::voltage_level_db, 0.0);
    values.set(Id::holding_current_pa, 1e6); // 345 V of drive against a threshold of 10 mV: a spike each 0.6 µs
    EXPECT_GT(run_engine(values, 48000.0, 64, 64).status.dropped_segments, 0u);
    values.set(Id::neurons, 1);
    EXPECT_EQ(run_engine(values, 48000.0, 64, 64).status.dropped_segments, 0u);
}

/// A second spike at the same instant leaves no segment: the one before it fires.
TEST(BlockTrace, the_last_segment_of_a_sample_may_fire_afterwards) {
    BlockTrace block_trace;
    block_trace.prepare();
    block_trace.begin(2);
    block_trace.add_segment(0, 3, {0.0, 0.5, -60.0, 0.0, -50.0, 0.0});
    block_trace.last_segment_fires(0, 4); // another neuron
    block_trace.last_segment_fires(1, 3); // another sample
    EXPECT_FALSE(block_trace.segments()[0].fires);
    block_trace.last_segment_fires(0, 3);
    EXPECT_TRUE(block_trace.segments()[0].fires);
}

} // namespace
} // namespace soma::test
