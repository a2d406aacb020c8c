#pragma once

#include "Sound/Biquad.h"

#include <array>
#include <limits>

namespace soma::sound {

enum class SpikeSound { impulse, click, action_potential, tone };
constexpr unsigned spike_sounds = 4;

/// The controls of the four spike sounds. Values out of range are held to it.
struct SpikeSoundSettings {
    double click_low_hz = 300.0;      ///< 20 … 5000; with click_high_hz the band of the rig's amplifier
    double click_high_hz = 3000.0;    ///< 1.1·click_low_hz … 20000
    double action_potential_ms = 2.0; ///< 0.5 … 20: time until the wave is back within 1 % of its peak
    double tone_hz = 1000.0;          ///< 20 … 12000
    double tone_decay_ms = 15.0;      ///< 1 … 500: time constant of the decay

    bool operator==(const SpikeSoundSettings&) const = default;
};

/// How a spike sounds: what is done to the band-limited impulse. All four are linear filters, so one of them serves a
/// whole population, a spike's time keeps its sub-sample exactness, and nothing new can alias. None passes a constant,
/// so no rate of spikes moves the loudspeaker.
///
/// - impulse: a high-pass at 20 Hz; above 50 kHz of sample rate also a low-pass at 12 kHz, so that it is no sharper.
/// - click: Butterworth band-pass, one pole a side.
/// - action_potential: G(s) ∝ s·ω³/(s + ω)⁴, whose response t²(3 − ωt)·e^(−ωt) rises, peaks, undershoots to −44 % and
///   is back within 1 % at ωt = 12.
/// - tone: a decaying sine with a soft beginning.
///
/// A neuron that fires so fast that its waves would run into each other gets shorter ones: the filter is designed for
/// the interval between its spikes. The action potential is as long as the interval at most, the tone decays within a
/// fourth of it and is no lower than the rate, and the click's band reaches at least from 0.6 to 2.4 of the rate. So
/// every sound goes on at every rate, with the rate as its pitch.
struct SpikeFilter {
    static constexpr unsigned sections = 2;

    std::array<BiquadCoefficients, sections> section;
    unsigned used = 0; ///< of the sections; the others pass
    /// Makes a regular train of reference_rate_hz from the centre neuron as loud as source_lufs.
    double gain = 1.0;
    double energy = 0.0;  ///< of one spike, Σ y², not weighted, in samples
    int ring_samples = 0; ///< after that many the wave is below −200 dB
};

constexpr double any_interval = std::numeric_limits<double>::infinity();

/// The interval (s) below which a sound's waves are shortened; 0 for never.
double shortest_full_interval_s(SpikeSound sound, const SpikeSoundSettings& settings) noexcept;

/// Any thread; allocates nothing. Costs about 5 µs: call it when a setting changed.
SpikeFilter design_spike_filter(SpikeSound sound, const SpikeSoundSettings& settings, double sample_rate_hz,
                                double interval_s = any_interval) noexcept;

/// How alike two filters of one sound are: the correlation of their waves as loudness hears them, −1 … 1.
double likeness(const SpikeFilter& a, const SpikeFilter& b, SpikeSound sound, const SpikeSoundSettings& settings,
                double sample_rate_hz, double interval_s) noexcept;

} // namespace soma::sound
