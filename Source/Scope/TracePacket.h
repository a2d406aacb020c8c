#pragma once

#include "Core/Limits.h"

#include <array>
#include <cstdint>

namespace soma::scope {

/// Spikes of the whole population are counted over this many samples.
constexpr int samples_per_count = 16;

/// Something that happened at an exact instant, `sample` + `offset` samples on the absolute sample axis.
struct TraceEvent {
    enum class Kind : std::uint8_t {
        spike,      ///< of `neuron`
        breakpoint, ///< V of neuron 0 jumps or bends
        stimulus,   ///< a stimulus begins
    };
    std::int64_t sample;
    double offset;
    float before_mv; ///< breakpoint: V on arrival
    float after_mv;  ///< breakpoint: V on departure
    Kind kind;
    bool spike; ///< breakpoint: the reset of a spike, where a drawn peak belongs
    std::uint8_t neuron;
};

/// Data from the audio thread to the reader: consecutive samples of neuron 0 and events. An event never arrives
/// after the sample it lies in. A packet may hold events alone.
struct TracePacket {
    static constexpr int counts = limits::quantum / samples_per_count;

    std::int64_t first_sample = 0; ///< of this packet, or the next one if it holds no samples
    double sample_rate_hz = 0.0;
    double seconds_per_sample = 0.0; ///< model time
    std::int32_t sample_count = 0;
    std::int32_t event_count = 0;
    std::array<std::uint32_t, counts> spike_counts{}; ///< of all neurons; [i]: absolute sample / 16 mod 4 is i
    std::array<float, limits::quantum> voltage_mv{};
    std::array<float, limits::quantum> current_pa{};
    std::array<TraceEvent, limits::events_per_packet> events{};
};

} // namespace soma::scope
