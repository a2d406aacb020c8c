#pragma once

#include "Engine/Block.h"
#include "Engine/RateController.h"
#include "Engine/SpikeNotes.h"
#include "Parameters/Snapshot.h"
#include "Sound/Mixer.h"
#include "Stimulus/NoteDrive.h"
#include "Stimulus/Stimulator.h"

#include <cstdint>

/// From the values of the parameters to the settings of each stage. Every function is pure: the same values, the same
/// settings. Nothing here has a state, and nothing else in the engine knows a parameter's scale, choices or "off". RT.
namespace soma {

/// The effect of notes, in the order of the parameter midi_mode.
enum class MidiMode : std::uint8_t { off, current, pitch };
MidiMode midi_mode(const Snapshot&) noexcept;

/// The meaning of the sidechain, in the order of the parameter sidechain_mode.
enum class Sidechain : std::uint8_t { off, current, conductance };
Sidechain sidechain_mode(const Snapshot&) noexcept;

/// Full scale of the buses that carry numbers.
constexpr double stimulus_bus_full_scale_pa = 1000.0;
constexpr double voltage_bus_full_scale_mv = 100.0;

stimulus::StimulatorSettings stimulator_settings(const Snapshot&, const Transport&) noexcept;
stimulus::NoteDriveSettings note_drive_settings(const Snapshot&) noexcept;
SpikeNoteSettings spike_note_settings(const Snapshot&) noexcept;
RateControllerSettings rate_controller_settings(const Snapshot&) noexcept;
/// For so many neurons.
sound::MixSettings mix_settings(const Snapshot&, int neurons) noexcept;

/// The values that the population gets: with a neuron for each channel of the input at least where each channel has its
/// own, and one neuron in pitch mode, where the notes are the population.
Snapshot population_values(const Snapshot&, std::size_t channels) noexcept;

/// Whether two snapshots make the same population: of the same neurons, as many, coupled and differing in the same way.
bool same_population(const Snapshot&, const Snapshot&) noexcept;

} // namespace soma
