#pragma once

#include "Sound/Biquad.h"

#include <array>

namespace soma::sound {

enum class SpikeSound { impulse, click, action_potential, tone };
constexpr unsigned spike_sounds = 4;

/// The controls of the four spike sounds. Values out of range are held to it.
struct SpikeSoundSettings {
    double click_low_hz = 300.0;      ///< 20 … 5000; with click_high_hz the band of the rig's amplifier
    double click_high_hz = 3000.0;    ///< 1.1·click_low_hz … 20000
    double action_potential_ms = 2.0; ///< 0.5 … 20: time until the wave is back within 1 % of its peak
    double tone_hz = 1000.0;          ///< 20 … 12000
    double tone_decay_ms = 15.0;      ///< 5 … 50: time constant of the decay

    bool operator==(const SpikeSoundSettings&) const = default;
};

/// How a spike sounds: what is done to the band-limited impulse. All four are linear filters, so one of them serves the
/// whole population, a spike's time keeps its sub-sample exactness, and nothing new can alias.
///
/// - impulse: nothing.
/// - click: Butterworth band-pass, one pole a side.
/// - action_potential: G(s) ∝ s·ω³/(s + ω)⁴, whose response t²(3 − ωt)·e^(−ωt) rises, peaks, undershoots to −44 % and
///   is back within 1 % at ωt = 12. No constant part, so it moves no loudspeaker.
/// - tone: a decaying sine that starts at its zero at the instant of the spike.
struct SpikeFilter {
    static constexpr unsigned sections = 2;

    std::array<BiquadCoefficients, sections> section;
    unsigned used = 0; ///< of the sections; the others pass
    /// Makes one spike of the centre neuron peak at `spike_peak`, whatever its place between two samples.
    double gain = 1.0;
};

/// −12 dBFS.
constexpr double spike_peak = 0.25118864315095801;

/// Any thread; allocates nothing. Costs some µs: call it when a setting changed.
SpikeFilter design_spike_filter(SpikeSound sound, const SpikeSoundSettings& settings, double sample_rate_hz);

} // namespace soma::sound
