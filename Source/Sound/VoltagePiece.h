#pragma once

#include <cstdint>

namespace soma {

/// V over part of a sample, between two events: a smooth piece with its slopes in mV per sample.
struct VoltagePiece {
    std::int32_t sample, neuron;
    double start, length; ///< in samples, within the sample
    double begin_mv, begin_slope, end_mv, end_slope;
};

} // namespace soma
