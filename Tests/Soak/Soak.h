#pragma once

#include "Engine/Engine.h"

#include <cstdint>
#include <functional>
#include <string>

namespace soma::soak {

constexpr double rate_hz = 48000.0;

/// Amount of work that a soak ran through, and counts of what the engine suppressed meanwhile.
struct Tally {
    double audio_s = 0.0;        ///< samples / rate
    double model_s = 0.0;        ///< the same in the neuron's own time: × time_scale
    double neuron_audio_s = 0.0; ///< audio_s × neurons
    std::uint64_t spikes = 0, bad_inputs = 0, resets = 0, rate_limited = 0, dropped_spikes = 0;
    float peak = 0.0f; ///< of the main output

    std::string broken; ///< the property that did not hold; empty: all did
};

/// Runs one model for so many seconds of model time with random parameters, automation, MIDI and inputs of all kinds,
/// also such as are no sound. Stops at the first property that does not hold. The same seed does the same.
Tally soak(double model, double model_s, std::uint64_t seed, const std::function<void(double model_s)>& progress);

} // namespace soma::soak
