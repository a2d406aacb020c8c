#pragma once

#include "Core/MidiEvent.h"
#include "Core/SpikeEvent.h"
#include "Sound/SilenceReason.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace soma {

/// Where the host is.
struct Transport {
    bool playing = false;
    double tempo_bpm = 120.0;
};

/// One block in, voltage and spikes out. Pointers may be null where there is no such bus; arrays hold `frames` values.
/// Inputs and outputs may be the same memory.
struct Block {
    int frames = 0; ///< any number, also more than was prepared for

    std::span<const float* const> input;    ///< audio channels, full scale ±1
    const float* sidechain = nullptr;       ///< full scale ±1; a current or a conductance as the parameters say
    const double* current_pa = nullptr;     ///< exact current that adds to the rest, held over each sample
    const double* conductance_ns = nullptr; ///< exact conductance of the dynamic clamp that adds to the sidechain's
    std::span<const MidiEvent> midi;        ///< sorted by sample
    Transport transport;

    float* main[2] = {nullptr, nullptr}; ///< stereo mix
    float* voltage = nullptr;            ///< V of neuron 0 at each sample's instant, raw: 1.0 = 100 mV
    float* spikes = nullptr;             ///< band-limited unit pulses of all neurons
    float* stimulus = nullptr;           ///< total current of neuron 0: 1.0 = 1 nA
};

/// Some samples of a block: no more than limits::quantum, and none of them beyond a cut of time.
struct Quantum {
    const Block& block;
    int from, frames;

    std::size_t size() const noexcept { return static_cast<std::size_t>(frames); }
};

/// Counters since the last reset, and the state of the sound; a copy for display.
struct EngineStatus {
    std::uint64_t bad_inputs = 0;       ///< samples that were not finite or absurd, replaced by 0
    std::uint64_t resets = 0;           ///< neurons that left their numeric range and were put back to rest
    std::uint64_t rate_limited = 0;     ///< samples in which a neuron reached the most spikes a sample may hold
    std::uint64_t dropped_spikes = 0;   ///< spikes beyond the room of a block's list; they are still heard as state
    std::uint64_t dropped_segments = 0; ///< segments of V beyond the room of a quantum's list: their mean is heard
    std::uint64_t dropped_notes = 0;    ///< spikes without a MIDI note: within 1 ms of their note's start, or no room
    std::uint64_t left_out = 0;         ///< samples of single neurons that stood still so that the sound is in time
    sound::SilenceReason silence = sound::SilenceReason::none;
};

/// Every counter of the status, to copy, clear or show them all.
inline constexpr std::array engine_counters{&EngineStatus::bad_inputs,       &EngineStatus::resets,
                                            &EngineStatus::rate_limited,     &EngineStatus::dropped_spikes,
                                            &EngineStatus::dropped_segments, &EngineStatus::dropped_notes,
                                            &EngineStatus::left_out};

} // namespace soma
