#include "Engine/Engine.h"

#include "Core/Simd.h"
#include "Engine/PitchVoices.h"
#include "Engine/Population.h"
#include "Engine/SameNeuron.h"
#include "Engine/SpikeNotes.h"
#include "Engine/TimeScale.h"
#include "Engine/TraceFeed.h"
#include "Sound/Mixer.h"
#include "Sound/VoltageLowpass.h"
#include "Stimulus/AudioDrive.h"
#include "Stimulus/NoteDrive.h"
#include "Stimulus/StimulusRun.h"

#include <array>
#include <utility>

namespace soma {
namespace {

constexpr double stimulus_bus_full_scale_pa = 1000.0;
constexpr double voltage_bus_full_scale_mv = 100.0;
/// In samples.
constexpr int variance_grid = 8 * limits::quantum;

stimulus::StimulatorSettings stimulator_settings(const Snapshot& values, const Transport& transport) {
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

/// A level's lowest value means off.
double level_db(const Snapshot& values, Id id) { return values[id] <= parameter(id).min ? sound::off_db : values[id]; }

sound::MixSettings mix_settings(const Snapshot& values, int neurons) {
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

/// The order of the parameter midi_mode.
enum class MidiMode : std::uint8_t { off, current, pitch };

/// Whether two snapshots make the same neurons.
bool same_neurons(const Snapshot& a, const Snapshot& b) {
    return same_neuron(a, b) && same_values(a, b, Id::neurons, Id::coupling_ns) && a[Id::stim_seed] == b[Id::stim_seed];
}

} // namespace

struct Engine::Parts {
    double sample_rate_hz = 48000.0;
    int max_block = 0;
    bool record_variables = false;

    Snapshot values;
    membrane::Initial initial;
    bool retune = true, waits_to_tune = false;
    std::size_t channels = 1; ///< of the input that have a neuron each

    TimeScale time_scale;
    stimulus::Clock clock;
    stimulus::StimulusRun stimulus_run;
    stimulus::Stimulator stimulator;
    std::array<stimulus::Current, limits::channels> currents;
    std::array<double, limits::quantum> conductance_ns{};
    stimulus::NoteDrive notes;
    Population population;
    PitchVoices voices;
    SpikeNotes spike_notes;
    std::array<sound::StereoGain, 1 + PitchVoices::voices>
        voice_places; ///< the population's first neuron, then the voices
    BlockTrace block_trace;
    TraceFeed feed;
    sound::VoltageLowpass lowpass;
    sound::Mixer mixer;
    bool restart_sound = true, voltage_heard = false;
    double variance_mv2 = 0.0; ///< between the neurons' V, looked at on a grid of absolute samples

    std::vector<SpikeEvent> spikes;
    std::vector<double> voltage_mv, current_pa, variables;
    std::array<double, limits::quantum> filtered_mv{};
    std::array<float, limits::quantum> unheard{}; ///< stands in for a bus that the host left out
    std::vector<MidiEvent> midi_in;               ///< of the present quantum
    int frames = 0;
    std::int64_t samples = 0;
    bool was_playing = false;
    double tuned_scale = 1.0;     ///< the time scale that the neurons have
    std::int64_t may_tune_at = 0; ///< absolute sample, when work is bounded
    EngineStatus status;

    double step_ms() const { return time_scale.now() * 1000.0 / sample_rate_hz; }

    /// New coefficients for thousands of neurons take time: after that the next ones wait, for a sample of the grid.
    bool may_tune() const noexcept {
        return !population.budget().on() ||
               (samples >= may_tune_at && (!waits_to_tune || samples % TimeScale::grid == 0));
    }
    /// Samples to the next cut of time, whatever the block: a step of a glide, or the end of the quantum.
    int samples_ahead() const noexcept {
        const bool glides = time_scale.gliding() || (retune && population.budget().on());
        return glides ? TimeScale::samples_to_grid(samples)
                      : limits::quantum - static_cast<int>(samples % limits::quantum);
    }

    void tune() noexcept {
        auto tuned = values;
        if (values.on(Id::channel_mode))
            tuned.set(Id::neurons, std::max(values[Id::neurons], static_cast<double>(channels)));
        if (midi_mode() == MidiMode::pitch) tuned.set(Id::neurons, 1.0); // the notes are the population
        clock.set_step(step_ms());
        stimulus_run.set_step(step_ms());
        population.set(tuned, step_ms(), initial);
        tuned_scale = time_scale.now();
        may_tune_at = samples + population.budget().samples_of_tuning(population.tuning_work());
        retune = waits_to_tune = false;
    }

    void notes_off() noexcept {
        notes.reset();
        voices.all_off();
    }

    void go_to_rest() noexcept {
        time_scale.jump();
        clock.start(step_ms());
        stimulus_run.restart(step_ms());
        tune();
        population.reset(initial);
        stimulator.restart();
        notes_off();
        spike_notes.end_all();
        samples = 0;
        status = {};
        restart_sound = true;
        may_tune_at = 0;
    }

    /// The drive of this slice: all that becomes current, and the clamp's conductance. Returns null without a clamp.
    const double* gather(const Block& block, int from, int frames_now) noexcept {
        const auto length = static_cast<std::size_t>(frames_now);
        const bool each = values.on(Id::channel_mode);
        auto& first = currents[0];
        first.begin(frames_now);
        const auto shared_pa = first.held_pa();
        std::fill(shared_pa.begin(), shared_pa.end(), values[Id::holding_current_pa]);
        if (block.current_pa != nullptr) status.bad_inputs += stimulus::add_exact(block.current_pa + from, shared_pa);
        const auto sidechain = values.integer(Id::sidechain_mode);
        if (sidechain == 1 && block.sidechain != nullptr)
            status.bad_inputs += stimulus::add_audio(block.sidechain + from, values[Id::sidechain_scale_pa], shared_pa);
        stimulator.add_to(first, frames_now, stimulus_run.clock());
        if (midi_mode() == MidiMode::current) notes.add_to(first, frames_now, step_ms(), midi_in);
        first.finish();
        for (std::size_t c = 1; each && c < channels; ++c) currents[c] = first;
        const double scale_pa = values[Id::input_scale_pa] / (each ? 1.0 : static_cast<double>(channels));
        for (std::size_t c = 0; c < std::min(block.input.size(), channels); ++c)
            if (block.input[c] != nullptr)
                status.bad_inputs +=
                    stimulus::add_audio(block.input[c] + from, scale_pa, currents[each ? c : 0].held_pa());

        const bool clamped = sidechain == 2 && block.sidechain != nullptr;
        if (!clamped && block.conductance_ns == nullptr) return nullptr;
        const auto ns = std::span(conductance_ns).first(length);
        std::fill(ns.begin(), ns.end(), 0.0);
        if (clamped)
            status.bad_inputs += stimulus::add_audio(block.sidechain + from, values[Id::sidechain_scale_ns], ns);
        if (block.conductance_ns != nullptr) status.bad_inputs += stimulus::add_exact(block.conductance_ns + from, ns);
        for (auto& g : ns) g = std::max(0.0, g);
        return ns.data();
    }

    void slice(const Block& block, int from, int frames_now) noexcept {
        if (time_scale.gliding() && time_scale.step(samples)) retune = true;
        if (retune && may_tune()) tune();
        waits_to_tune = retune;
        mixer.set(mix_settings(values, population.count()));
        const bool voltage_was_heard = std::exchange(voltage_heard, mixer.hears_voltage());
        if (restart_sound || (voltage_heard && !voltage_was_heard)) lowpass.reset(population.sum_mv());
        if (std::exchange(restart_sound, false)) mixer.restart();
        if (voltage_heard && population.count() > 1 && samples % variance_grid == 0)
            variance_mv2 = population.variance_mv2();
        take_midi(block, from, frames_now);
        voices.take_started([&](int voice) { mixer.start_neuron(1 + voice); });
        const double* clamp_ns = gather(block, from, frames_now);
        block_trace.begin(frames_now);
        const auto rows = values.on(Id::channel_mode) ? channels : 1;
        population.process(
            {{currents.data(), rows},
             clamp_ns,
             values[Id::clamp_reversal_mv],
             voltage_mv.data() + frames,
             current_pa.data() + frames,
             record_variables ? variables.data() + static_cast<std::size_t>(frames) * variable_count() : nullptr,
             voltage_heard},
            frames_now, block_trace, status);
        if (midi_mode() == MidiMode::pitch)
            voices.process(frames_now, 1, samples, population.budget(), voltage_heard, block_trace, status);
        block_trace.finish();
        status.dropped_spikes += block_trace.dropped();
        for (auto spike : block_trace.spikes()) {
            spike.model_time_ms = clock.at_ms(spike.sample) + spike.offset * clock.step_ms();
            spike.sample += from;
            if (spikes.size() < spikes.capacity())
                spikes.push_back(spike);
            else
                ++status.dropped_spikes;
        }
        write_sound(block, from, frames_now);
        write_traces(block, from, frames_now);
        const auto length = static_cast<std::size_t>(frames_now);
        feed.push(block_trace, currents[0].onsets(), {voltage_mv.data() + frames, length},
                  {current_pa.data() + frames, length}, sample_rate_hz, tuned_scale);
        frames += frames_now;
        samples += frames_now;
        clock.advance(frames_now);
        stimulus_run.advance(frames_now);
    }

    /// The summed V, where it is heard, through the anti-aliasing lowpass, and with spikes and stimulus into the main
    /// output.
    void write_sound(const Block& block, int from, int frames_now) noexcept {
        const auto length = static_cast<std::size_t>(frames_now);
        const auto filtered = std::span(filtered_mv).first(voltage_heard ? length : 0);
        if (voltage_heard)
            lowpass.process({block_trace.begin_mv(), block_trace.begin_slope(), block_trace.end_mv(),
                             block_trace.end_slope(), block_trace.runs(), block_trace.segments()},
                            filtered);
        const auto bus = [&](float* wanted) {
            return std::span<float>(wanted != nullptr ? wanted + from : unheard.data(), length);
        };
        mixer.process(
            {block_trace.spikes(), filtered, {current_pa.data() + frames, length}, note_places(), variance_mv2},
            {bus(block.main[0]), bus(block.main[1]), block.spikes != nullptr ? bus(block.spikes) : std::span<float>{}});
        status.silence = mixer.silence_reason();
    }

    void write_traces(const Block& block, int from, int frames_now) noexcept {
        for (int k = 0; k < frames_now; ++k) {
            const auto row = static_cast<std::size_t>(frames) + static_cast<std::size_t>(k);
            if (block.voltage != nullptr)
                block.voltage[from + k] = static_cast<float>(voltage_mv[row] / voltage_bus_full_scale_mv);
            if (block.stimulus != nullptr)
                block.stimulus[from + k] = static_cast<float>(current_pa[row] / stimulus_bus_full_scale_pa);
        }
    }

    /// In pitch mode the first neuron and the notes' sit at the centre, each note as loud as its key was struck.
    std::span<const sound::StereoGain> note_places() noexcept {
        if (midi_mode() != MidiMode::pitch) return {};
        for (std::size_t i = 0; i < voices.spike_gains().size(); ++i)
            voice_places[1 + i] = {voices.spike_gains()[i], voices.spike_gains()[i]};
        return voice_places;
    }

    MidiMode midi_mode() const { return values.choice<MidiMode>(Id::midi_mode); }

    /// This slice's part of the block's MIDI.
    void take_midi(const Block& block, int from, int frames_now) noexcept {
        midi_in.clear();
        for (auto event : block.midi) {
            if (event.sample < from || event.sample >= from + frames_now || midi_in.size() == midi_in.capacity())
                continue;
            event.sample -= from;
            midi_in.push_back(event);
            // A controller tells its zones and bend ranges once, whatever the mode is then.
            midi_mode() == MidiMode::pitch ? voices.take(event) : voices.follow(event);
            if (midi_mode() != MidiMode::current) notes.follow(event);
        }
    }

    /// A slice ends where a note of pitch mode begins or ends.
    static int next_event(const Block& block, int from, int until) noexcept {
        for (const auto& event : block.midi)
            if (event.sample > from && event.sample < until) return event.sample;
        return until;
    }

    std::size_t variable_count() const { return model_variables(values.choice<ModelId>(Id::model)).size(); }
};

Engine::Engine()
    : parts_(std::make_unique<Parts>()) {}
Engine::~Engine() = default;

void Engine::prepare(double sample_rate_hz, int max_block, bool record_variables) {
    auto& p = *parts_;
    p.sample_rate_hz = sample_rate_hz;
    p.max_block = std::max(1, max_block);
    p.record_variables = record_variables;
    const auto length = static_cast<std::size_t>(p.max_block);
    for (auto& current : p.currents) current.prepare(limits::quantum);
    p.population.prepare(sample_rate_hz);
    p.voices.prepare(sample_rate_hz);
    p.spike_notes.prepare(sample_rate_hz, p.max_block);
    p.block_trace.prepare();
    p.voltage_mv.assign(length + 1, 0.0);
    p.current_pa.assign(length, 0.0);
    p.mixer.prepare(sample_rate_hz);
    p.feed.prepare();
    hwy::GetChosenTarget().Update(hwy::SupportedTargets()); // asks the processor: not on the audio thread
    p.variables.assign(record_variables ? length * membrane::max_variables : 0, 0.0);
    p.midi_in.reserve(limits::midi_events);
    p.spikes.reserve(limits::spikes_per_block(p.max_block));
    start();
}

void Engine::set(const Snapshot& values) noexcept {
    auto& p = *parts_;
    if (values[Id::model] != p.values[Id::model] || values[Id::neurons] != p.values[Id::neurons])
        p.restart_sound = true;
    if (!same_neurons(values, p.values) || values[Id::channel_mode] != p.values[Id::channel_mode]) p.retune = true;
    if (values[Id::midi_mode] != p.values[Id::midi_mode]) {
        p.notes_off();
        p.retune = true;
    }
    p.values = values;
    p.notes.set({values.choice<stimulus::Kernel>(Id::midi_kernel), values[Id::midi_current_pa],
                 values[Id::midi_pressure_pa], values[Id::midi_pulse_ms], values[Id::midi_rise_ms],
                 values[Id::midi_decay_ms]});
    p.spike_notes.set({values.on(Id::midi_out), values.integer(Id::midi_out_note), values.integer(Id::midi_out_channel),
                       values.integer(Id::midi_out_velocity), values[Id::midi_out_length_ms]});
    p.voices.set(values, p.initial);
    p.time_scale.set_target(values[Id::time_scale]);
}

void Engine::set_initial(const membrane::Initial& initial) noexcept { parts_->initial = initial; }

void Engine::connect(scope::TraceTap* tap) noexcept { parts_->feed.connect(tap); }

void Engine::set_pitch_reference(const PitchReference& reference) noexcept { parts_->voices.set_reference(reference); }

void Engine::end_midi_out() noexcept { parts_->spike_notes.end_all(); }

void Engine::end_notes() noexcept { parts_->notes_off(); }

void Engine::bound_work(bool wanted) noexcept { parts_->population.bound(wanted); }

void Engine::reset() noexcept { parts_->go_to_rest(); }

void Engine::start() noexcept {
    reset();
    parts_->mixer.set(mix_settings(parts_->values, parts_->population.count()));
    parts_->mixer.jump();
}

void Engine::run_stimulus(bool wanted) noexcept {
    parts_->stimulus_run.run(wanted);
    parts_->stimulator.restart();
}

void Engine::send_stimulus() noexcept {
    parts_->stimulus_run.send(parts_->values[Id::stim_delay_ms]);
    parts_->stimulator.restart();
}

void Engine::process(const Block& block) noexcept {
    auto& p = *parts_;
    p.spikes.clear();
    p.frames = 0;
    p.stimulator.set(p.stimulus_run.of(stimulator_settings(p.values, block.transport)));
    if (p.values.on(Id::stim_start) && block.transport.playing && !p.was_playing) p.go_to_rest();
    p.was_playing = block.transport.playing;
    const auto channels = std::clamp<std::size_t>(block.input.size(), 1, limits::channels);
    if (channels != p.channels) {
        p.channels = channels;
        p.retune = true;
    }
    for (int from = 0; from < block.frames;) {
        if (p.frames == p.max_block) p.frames = 0;
        int frames = std::min({block.frames - from, p.max_block - p.frames, p.samples_ahead()});
        if (p.midi_mode() == MidiMode::pitch) frames = Parts::next_event(block, from, from + frames) - from;
        p.slice(block, from, frames);
        from += frames;
    }
    p.spike_notes.process(p.spikes, block.frames);
    p.status.dropped_notes += p.spike_notes.left_out();
}

std::span<const SpikeEvent> Engine::spikes() const noexcept { return parts_->spikes; }
std::span<const double> Engine::voltage_mv() const noexcept {
    return {parts_->voltage_mv.data(), static_cast<std::size_t>(parts_->frames) + 1};
}
std::span<const double> Engine::current_pa() const noexcept {
    return {parts_->current_pa.data(), static_cast<std::size_t>(parts_->frames)};
}
std::span<const double> Engine::variables() const noexcept {
    if (!parts_->record_variables) return {};
    return {parts_->variables.data(), static_cast<std::size_t>(parts_->frames) * parts_->variable_count()};
}
std::span<const std::string_view> Engine::variable_names() const noexcept {
    return model_variables(parts_->values.choice<ModelId>(Id::model));
}
std::array<double, membrane::max_variables> Engine::variables_now() const noexcept {
    std::array<double, membrane::max_variables> now{};
    parts_->population.observe(now.data());
    return now;
}
std::span<const MidiEvent> Engine::midi_out() const noexcept { return parts_->spike_notes.events(); }
std::int64_t Engine::samples() const noexcept { return parts_->samples; }
double Engine::stimulus_end_ms() const noexcept {
    stimulus::Stimulator stimulator;
    stimulator.set(stimulator_settings(parts_->values, {}));
    return stimulator.end_ms();
}
double Engine::model_time_ms() const noexcept { return parts_->clock.now_ms(); }
EngineStatus Engine::status() const noexcept { return parts_->status; }
const sound::Mixer& Engine::mixer() const noexcept { return parts_->mixer; }

} // namespace soma
