#include "Engine/SettingsMap.h"

#include "Engine/SameNeuron.h"
#include "Engine/VoltageLoudness.h"

#include <algorithm>
#include <array>

namespace soma {
namespace {

constexpr std::array<std::string_view, 1> population_group{"Population"};

/// A level's lowest value means off.
double level_db(const Snapshot& values, Id id) { return values[id] <= parameter(id).min ? sound::off_db : values[id]; }

} // namespace

MidiMode midi_mode(const Snapshot& values) noexcept { return values.choice<MidiMode>(Id::midi_mode); }

Sidechain sidechain_mode(const Snapshot& values) noexcept { return values.choice<Sidechain>(Id::sidechain_mode); }

stimulus::StimulatorSettings stimulator_settings(const Snapshot& values, const Transport& transport) noexcept {
    // Beats of the choices of stim_sync, in order; 0: the period in ms.
    constexpr std::array beats{0.0, 4.0, 2.0, 1.0, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 8};
    const double beat_count = beats[static_cast<std::size_t>(values.integer(Id::stim_sync))];
    stimulus::StimulatorSettings settings;
    settings.shape = values.choice<stimulus::Shape>(Id::stim_shape);
    settings.amplitude_pa = values[Id::stim_amplitude_pa];
    settings.start_pa = values[Id::stim_start_pa];
    settings.delay_ms = values[Id::stim_delay_ms];
    settings.duration_ms = values[Id::stim_duration_ms];
    settings.period_ms = beat_count > 0.0 ? values[Id::time_scale] * beat_count * 60000.0 / transport.tempo_bpm
                                          : values[Id::stim_period_ms];
    settings.count = values.integer(Id::stim_count);
    settings.frequency_hz = values[Id::stim_frequency_hz];
    settings.end_frequency_hz = values[Id::stim_end_frequency_hz];
    settings.tau_ms = values[Id::stim_tau_ms];
    settings.seed = static_cast<std::uint64_t>(values[Id::stim_seed]);
    return settings;
}

stimulus::NoteDriveSettings note_drive_settings(const Snapshot& values) noexcept {
    return {values.choice<stimulus::Kernel>(Id::midi_kernel),
            values[Id::midi_current_pa],
            values[Id::midi_pressure_pa],
            values[Id::midi_pulse_ms],
            values[Id::midi_rise_ms],
            values[Id::midi_decay_ms]};
}

SpikeNoteSettings spike_note_settings(const Snapshot& values) noexcept {
    return {values.on(Id::midi_out), values.integer(Id::midi_out_note), values.integer(Id::midi_out_channel),
            values.integer(Id::midi_out_velocity), values[Id::midi_out_length_ms]};
}

RateControllerSettings rate_controller_settings(const Snapshot& values) noexcept {
    return {values.on(Id::midi_cc_out), values.integer(Id::midi_cc_number), values.integer(Id::midi_out_channel),
            values[Id::midi_cc_low_hz], values[Id::midi_cc_high_hz],        values[Id::midi_cc_smoothing_ms]};
}

sound::MixSettings mix_settings(const Snapshot& values, int neurons) noexcept {
    sound::MixSettings settings;
    settings.voltage_level_db = level_db(values, Id::voltage_level_db);
    settings.spike_level_db = level_db(values, Id::spike_level_db);
    settings.stimulus_level_db = level_db(values, Id::stimulus_level_db);
    settings.pitch_level_db = level_db(values, Id::pitch_level_db);
    settings.output_level_db = level_db(values, Id::output_level_db);
    settings.stimulus_full_scale_pa = stimulus_bus_full_scale_pa;
    settings.voltage_scale_per_mv = voltage_scale_per_mv(values);
    settings.muted = values.on(Id::mute);
    settings.neurons = neurons;
    settings.placement = values.on(Id::channel_mode) ? sound::Placement::channels : sound::Placement::population;
    settings.spike_sound = values.choice<sound::SpikeSound>(Id::spike_sound);
    settings.spike_settings.click_low_hz = values[Id::click_low_hz];
    settings.spike_settings.click_high_hz = values[Id::click_high_hz];
    settings.spike_settings.tone_hz = values[Id::tone_frequency_hz];
    settings.spike_settings.tone_decay_ms = values[Id::tone_decay_ms];
    return settings;
}

Snapshot population_values(const Snapshot& values, std::size_t channels) noexcept {
    auto result = values;
    if (values.on(Id::channel_mode))
        result.set(Id::neurons, std::max(values[Id::neurons], static_cast<double>(channels)));
    if (midi_mode(values) == MidiMode::pitch) result.set(Id::neurons, 1.0);
    return result;
}

bool same_population(const Snapshot& a, const Snapshot& b) noexcept {
    return same_neuron(a, b) && same_groups(a, b, population_group) && a[Id::stim_seed] == b[Id::stim_seed];
}

} // namespace soma
