#pragma once

#include "Engine/Engine.h"
#include "Engine/PitchReference.h"
#include "Support/Bs1770.h"
#include "Support/Spectrum.h"

#include <array>
#include <cmath>
#include <map>
#include <vector>

namespace soma::test {

/// A neuron of one model that fires, or swings, at a given frequency, heard by one of its sources.
struct TunedNeuron {
    static constexpr int voltage = 4; ///< the source behind the four spike sounds

    ModelId model;
    int source; ///< a SpikeSound, or voltage
    double frequency_hz, rate_hz;
    int velocity = 127;
};

/// The models that fire steadily, and the current each does so at.
struct FiringModel {
    const char* name;
    ModelId model;
    double current_pa;
};
constexpr std::array firing_models{
    FiringModel{"lif", ModelId::lif, 60},     FiringModel{"glif1", ModelId::glif1, 60},
    FiringModel{"glif2", ModelId::glif2, 60}, FiringModel{"glif3", ModelId::glif3, 60},
    FiringModel{"glif4", ModelId::glif4, 60}, FiringModel{"glif5", ModelId::glif5, 60},
    FiringModel{"hh", ModelId::hh, 1000},     FiringModel{"izhikevich", ModelId::izhikevich, 1000},
    FiringModel{"adex", ModelId::adex, 500}};
/// Models that do not fire: their V follows a sine of current.
constexpr std::array swinging_models{FiringModel{"rc", ModelId::rc, 100},
                                     FiringModel{"channel", ModelId::channel, 400}};

struct SoundFigures {
    AliasFigures alias;
    double constant = 0.0; ///< of full scale
    double lufs = 0.0;
    double cents = 0.0;
};

/// Figures of one neuron's sound in Main; `rows`, a power of two, are analysed after a third of a second.
inline SoundFigures measure(const TunedNeuron& neuron, std::size_t rows) {
    static std::map<ModelId, PitchReference> references; // a second each
    constexpr int block = 512;
    constexpr double a4_hz = 440.0, swing_hz = 50.0;
    Snapshot values;
    values.set(Id::model, static_cast<double>(neuron.model));
    const bool heard_as_voltage = neuron.source == TunedNeuron::voltage;
    if (!heard_as_voltage) values.set(Id::spike_sound, neuron.source);
    values.set(Id::spike_level_db, heard_as_voltage ? -60.0 : 0.0);
    values.set(Id::voltage_level_db, heard_as_voltage ? 0.0 : -60.0);
    const double semitones = 12.0 * std::log2(neuron.frequency_hz / a4_hz);
    const int key = static_cast<int>(std::lround(69.0 + semitones));
    Engine engine;
    engine.prepare(neuron.rate_hz, block);
    bool fires = false;
    for (const auto& each : firing_models)
        if (each.model == neuron.model) {
            fires = true;
            values.set(Id::midi_mode, 2.0);
            values.set(Id::midi_current_pa, each.current_pa);
            values.set(Id::tuning_hz, neuron.frequency_hz * std::exp2((69 - key) / 12.0));
            auto& reference = references[neuron.model];
            if (reference.rate_hz == 0.0) reference = find_pitch_reference(values, {});
            engine.set_pitch_reference(reference);
        }
    for (const auto& each : swinging_models)
        if (each.model == neuron.model) {
            values.set(Id::stim_shape, 7.0);
            values.set(Id::stim_delay_ms, 0.0);
            values.set(Id::stim_duration_ms, 0.0);
            values.set(Id::stim_frequency_hz, swing_hz);
            values.set(Id::stim_amplitude_pa, each.current_pa);
            values.set(Id::time_scale, neuron.frequency_hz / swing_hz);
        }
    engine.set(values);
    if (fires) engine.set_pitch_reference(references[neuron.model]);
    engine.start();
    const auto settle = (static_cast<std::size_t>(neuron.rate_hz / 3.0) / block + 1) * block;
    std::vector<float> left(settle + rows), right(settle + rows);
    const MidiEvent on{0, {0x90, static_cast<std::uint8_t>(key), static_cast<std::uint8_t>(neuron.velocity)}};
    for (std::size_t at = 0; at < left.size(); at += block) {
        Block part;
        part.frames = block;
        if (at == 0 && fires) part.midi = {&on, 1};
        part.main[0] = left.data() + at;
        part.main[1] = right.data() + at;
        engine.process(part);
    }
    const std::vector<double> settled(left.begin() + static_cast<std::ptrdiff_t>(settle), left.end());
    return {measure_alias(settled, neuron.frequency_hz, neuron.rate_hz), std::abs(constant_part(settled)),
            integrated_lufs(left, right, neuron.rate_hz),
            pitch_error_cents(settled, neuron.frequency_hz, neuron.rate_hz)};
}

} // namespace soma::test
