#pragma once

#include <cstdint>

namespace soma {

/// V over part of a sample, between two events: a smooth segment with its slopes in mV per sample.
struct VoltageSegment {
    double start, length; ///< in samples, within the sample
    double begin_mv, begin_slope, end_mv, end_slope;
    bool fires = false; ///< ends in a spike
};

/// The segments of one neuron in one sample, in order of time: `count` in a list of many, from `first` on.
struct SegmentRun {
    std::int32_t sample, neuron;
    std::uint32_t first, count;
};

} // namespace soma
