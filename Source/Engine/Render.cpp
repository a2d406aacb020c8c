#include "Engine/Render.h"

#include "Core/Simd.h"

#include <algorithm>
#include <utility>

namespace soma {
namespace {

/// How far apart the voltages of the neurons are is looked at so often, in samples: every 10 ms.
constexpr int variance_grid = 8 * limits::quantum;

} // namespace

void Render::prepare(double sample_rate_hz, int max_block, bool record_variables) {
    sample_rate_hz_ = sample_rate_hz;
    max_block_ = std::max(1, max_block);
    record_variables_ = record_variables;
    const auto length = static_cast<std::size_t>(max_block_);
    midi_in_.reserve(limits::midi_events);
    drive_.prepare();
    population_.prepare(sample_rate_hz);
    voices_.prepare(sample_rate_hz);
    block_trace_.prepare();
    mixer_.prepare(sample_rate_hz);
    feed_.prepare();
    spike_notes_.prepare(sample_rate_hz, max_block_);
    rate_controller_.prepare(sample_rate_hz, max_block_);
    midi_out_.reserve(512 + 3 * length);
    spikes_.reserve(limits::spikes_per_block(max_block_));
    voltage_mv_.assign(length + 1, 0.0);
    current_pa_.assign(length, 0.0);
    variables_.assign(record_variables ? length * membrane::max_variables : 0, 0.0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets()); // asks the processor: not on the audio thread
}

void Render::set(const Snapshot& values) noexcept {
    if (values[Id::model] != values_[Id::model] || values[Id::neurons] != values_[Id::neurons]) restart_sound_ = true;
    if (!same_population(values, values_) || values[Id::channel_mode] != values_[Id::channel_mode]) retune_ = true;
    if (midi_mode(values) != midi_mode(values_)) {
        end_notes();
        retune_ = true;
    }
    values_ = values;
    mix_ = mix_settings(values, population_.count());
    drive_.set(values);
    spike_notes_.set(spike_note_settings(values));
    rate_controller_.set(rate_controller_settings(values));
    voices_.set(values, initial_);
    time_scale_.set_target(values[Id::time_scale]);
}

void Render::restart() noexcept {
    time_scale_.jump();
    clock_.start(step_ms());
    tune();
    population_.reset(initial_);
    drive_.restart(step_ms());
    voices_.all_off();
    spike_notes_.end_all();
    rate_controller_.restart();
    samples_ = 0;
    status_ = {};
    restart_sound_ = true;
    may_tune_at_ = 0;
}

void Render::jump_to_levels() noexcept {
    mixer_.set(mix_);
    mixer_.jump();
}

void Render::end_notes() noexcept {
    drive_.notes().reset();
    voices_.all_off();
}

void Render::begin_block(const Block& block) noexcept {
    spikes_.clear();
    frames_ = 0;
    drive_.begin_block(values_, block.transport);
    if (values_.on(Id::stim_start) && block.transport.playing && !was_playing_) restart();
    was_playing_ = block.transport.playing;
    block_begin_ms_ = clock_.now_ms();
    const auto channels = std::clamp<std::size_t>(block.input.size(), 1, limits::channels);
    if (std::exchange(channels_, channels) != channels) retune_ = true;
}

int Render::frames_ahead(const Block& block, int from) const noexcept {
    // A step of a glide, or of coefficients that wait for their turn; else the end of the quantum.
    const bool glides = time_scale_.gliding() || (retune_ && population_.budget().on());
    const int to_cut =
        glides ? TimeScale::samples_to_grid(samples_) : limits::quantum - static_cast<int>(samples_ % limits::quantum);
    const int room = frames_ == max_block_ ? max_block_ : max_block_ - frames_;
    const int until = from + std::min({block.frames - from, room, to_cut});
    // In pitch mode a note begins and ends at its sample.
    if (midi_mode(values_) == MidiMode::pitch)
        for (const auto& event : block.midi)
            if (event.sample > from && event.sample < until) return event.sample - from;
    return until - from;
}

/// One quantum, from the settings to the ear.
void Render::process(const Quantum& quantum) noexcept {
    if (frames_ == max_block_) frames_ = 0; // a block longer than prepared keeps the traces of its last part

    // The neurons' coefficients. A glide of the time scale moves one step; parameters that changed wait, where work is
    // bounded, until the last change is paid for.
    if (time_scale_.gliding() && time_scale_.step(samples_)) retune_ = true;
    if (retune_ && may_tune()) tune();
    waits_to_tune_ = retune_;

    // The audible part. The sum of V is made and filtered only where it is; its filter begins at V as it stands, so
    // that switching it on is no click. Other neurons than before begin in silence.
    mixer_.set(mix_);
    const bool voltage_was_heard = std::exchange(voltage_heard_, mixer_.hears_voltage());
    if (restart_sound_ || (voltage_heard_ && !voltage_was_heard)) lowpass_.reset(population_.sum_mv());
    if (std::exchange(restart_sound_, false)) mixer_.restart();
    if (voltage_heard_ && population_.count() > 1 && samples_ % variance_grid == 0)
        variance_mv2_ = population_.variance_mv2();

    // Notes, then everything that is current.
    take_midi(quantum);
    voices_.take_started([&](int voice) { mixer_.start_neuron(1 + voice); });
    status_.bad_inputs += drive_.gather(values_, quantum, channels_, step_ms(), midi_in_);

    // The neurons go from event to event through the quantum, and tell what they did.
    run_neurons(quantum);

    // Out of that come spikes for the host, sound, and the traces.
    take_spikes(quantum);
    write_sound(quantum);
    write_traces(quantum);

    // Time has passed.
    frames_ += quantum.frames;
    samples_ += quantum.frames;
    clock_.advance(quantum.frames);
    drive_.advance(quantum.frames);
}

void Render::end_block(const Block& block) noexcept {
    spike_notes_.process(spikes_, block.frames);
    status_.dropped_notes += spike_notes_.left_out();
    rate_controller_.process(spikes_, population_.count(), block.frames);
    merge_midi_out();
}

/// Notes and controllers, in order of time.
void Render::merge_midi_out() noexcept {
    const auto notes = spike_notes_.events(), controllers = rate_controller_.events();
    midi_out_.resize(std::min(notes.size() + controllers.size(), midi_out_.capacity()));
    auto note = notes.begin();
    auto controller = controllers.begin();
    for (auto& out : midi_out_) {
        const bool note_first =
            controller == controllers.end() || (note != notes.end() && note->sample <= controller->sample);
        out = note_first ? *note++ : *controller++;
    }
}

/// New coefficients for thousands of neurons take time: after that the next ones wait, for a sample of the grid.
bool Render::may_tune() const noexcept {
    return !population_.budget().on() ||
           (samples_ >= may_tune_at_ && (!waits_to_tune_ || samples_ % TimeScale::grid == 0));
}

void Render::tune() noexcept {
    clock_.set_step(step_ms());
    drive_.set_step(step_ms());
    population_.set(population_values(values_, channels_), step_ms(), initial_);
    mix_ = mix_settings(values_, population_.count());
    tuned_scale_ = time_scale_.now();
    may_tune_at_ = samples_ + population_.budget().samples_of_tuning(population_.tuning_work());
    retune_ = waits_to_tune_ = false;
}

/// The messages of this quantum, counted from its first sample. Pitch mode and the notes as current take turns; the
/// other one follows pedals, bend ranges and zones, because a controller tells them once, whatever the mode is then.
void Render::take_midi(const Quantum& quantum) noexcept {
    midi_in_.clear();
    const auto mode = midi_mode(values_);
    for (auto event : quantum.block.midi) {
        event.sample -= quantum.from;
        if (event.sample < 0 || event.sample >= quantum.frames || midi_in_.size() == midi_in_.capacity()) continue;
        midi_in_.push_back(event);
        mode == MidiMode::pitch ? voices_.take(event) : voices_.follow(event);
        if (mode != MidiMode::current) drive_.notes().follow(event);
    }
}

void Render::run_neurons(const Quantum& quantum) noexcept {
    block_trace_.begin(quantum.frames);
    population_.process({drive_.currents(), drive_.conductance_ns(), values_[Id::clamp_reversal_mv],
                         voltage_mv_.data() + frames_, current_pa_.data() + frames_,
                         record_variables_ ? variables_.data() + frames() * variable_count() : nullptr, voltage_heard_},
                        quantum.frames, block_trace_, status_);
    if (midi_mode(values_) == MidiMode::pitch)
        voices_.process(quantum.frames, 1, samples_, population_.budget(), voltage_heard_, block_trace_, status_);
    block_trace_.finish();
    status_.dropped_spikes += block_trace_.dropped_spikes();
    status_.dropped_segments += block_trace_.dropped_segments();
}

/// Spikes counted in the block, with their model time.
void Render::take_spikes(const Quantum& quantum) noexcept {
    for (auto spike : block_trace_.spikes()) {
        spike.model_time_ms = clock_.at_ms(spike.sample) + spike.offset * clock_.step_ms();
        spike.sample += quantum.from;
        if (spikes_.size() < spikes_.capacity())
            spikes_.push_back(spike);
        else
            ++status_.dropped_spikes;
    }
}

/// The summed V, where it is heard, through the anti-aliasing lowpass, and with spikes and stimulus into the main
/// output.
void Render::write_sound(const Quantum& quantum) noexcept {
    const auto& block = quantum.block;
    const auto filtered = std::span(filtered_mv_).first(voltage_heard_ ? quantum.size() : 0);
    if (voltage_heard_)
        lowpass_.process({block_trace_.begin_mv(), block_trace_.begin_slope(), block_trace_.end_mv(),
                          block_trace_.end_slope(), block_trace_.runs(), block_trace_.segments(),
                          block_trace_.filtered()},
                         filtered);
    const auto bus = [&](float* wanted) {
        return std::span<float>(wanted != nullptr ? wanted + quantum.from : unheard_.data(), quantum.size());
    };
    mixer_.process(
        {block_trace_.spikes(), filtered, {current_pa_.data() + frames_, quantum.size()}, note_places(), variance_mv2_},
        {bus(block.main[0]), bus(block.main[1]), block.spikes != nullptr ? bus(block.spikes) : std::span<float>{}});
    status_.silence = mixer_.silence_reason();
}

/// V and current of the first neuron, one value a sample: to the buses, and to the scope with every breakpoint.
void Render::write_traces(const Quantum& quantum) noexcept {
    const auto& block = quantum.block;
    const std::span<const double> mv(voltage_mv_.data() + frames_, quantum.size()),
        pa(current_pa_.data() + frames_, quantum.size());
    for (std::size_t k = 0; k < quantum.size(); ++k) {
        if (block.voltage != nullptr)
            block.voltage[quantum.from + static_cast<int>(k)] = static_cast<float>(mv[k] / voltage_bus_full_scale_mv);
        if (block.stimulus != nullptr)
            block.stimulus[quantum.from + static_cast<int>(k)] = static_cast<float>(pa[k] / stimulus_bus_full_scale_pa);
    }
    feed_.push(block_trace_, drive_.currents()[0].onsets(), mv, pa, sample_rate_hz_, tuned_scale_);
}

/// In pitch mode each note has its own place and is as loud as its key was struck.
std::span<const sound::StereoGain> Render::note_places() const noexcept {
    return midi_mode(values_) == MidiMode::pitch ? voices_.places() : std::span<const sound::StereoGain>{};
}

std::size_t Render::variable_count() const noexcept {
    return model_variables(values_.choice<ModelId>(Id::model)).size();
}

std::span<const double> Render::variables() const noexcept {
    if (!record_variables_) return {};
    return {variables_.data(), frames() * variable_count()};
}

} // namespace soma
