#pragma once

#include "Engine/Models.h"
#include "Engine/VoltageLoudness.h"

#include <array>

namespace soma {

/// Measured behaviour of a neuron for pitch mode: its firing rate at the reference current (parameter midi_current_pa,
/// at time scale 1), and its state after a while of that, so that a note begins settled. Plain data.
struct PitchReference {
    static constexpr std::size_t phases = 8;

    double rate_hz = 0.0; ///< 0: no steady rate (silent, bursting, irregular, or above 100 kHz)
    AnyNeuron settled;    ///< coefficients unused
    /// The settled neuron, the n-th n/phases of an interval later; coefficients unused. Only with a rate.
    std::array<AnyNeuron, phases> settled_at;
    VoltageLoudness loudness; ///< of its V in tune; unknown without a rate
};

/// Runs the neuron for up to four seconds of model time; LIF and GLIF 1 by closed form. Steady: the last eight
/// intervals vary by less than 1 %. Takes milliseconds to a second: not on the audio thread.
PitchReference find_pitch_reference(const Snapshot&, const membrane::Initial&);

} // namespace soma
