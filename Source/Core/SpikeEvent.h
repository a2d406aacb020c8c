#pragma once

#include <cstdint>
#include <type_traits>

namespace soma {

/// One spike of one neuron, at the exact instant `sample + offset` counted in samples from the start of the block.
/// Lists of spikes are sorted by that instant; equal instants keep one order that does not depend on how blocks are
/// cut.
struct SpikeEvent {
    std::int32_t sample = 0;    ///< the sample inside which the neuron fired, 0 … frames − 1
    std::int32_t neuron = 0;    ///< 0 … neurons − 1
    double offset = 0.0;        ///< 0 ≤ offset < 1: time after the sample's own instant, in samples
    double model_time_ms = 0.0; ///< the same instant in the neuron's time, since its start; the engine knows it
};

static_assert(std::is_trivially_copyable_v<SpikeEvent>);

} // namespace soma
