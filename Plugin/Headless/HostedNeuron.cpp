#include "Headless/HostedNeuron.h"

#include "Engine/SameNeuron.h"

#include <algorithm>
#include <utility>

namespace soma::headless {
namespace {

constexpr int pitch_mode = 2; // of midi_mode

const double* widened(const float* values, int from, std::span<double> room) noexcept {
    if (values == nullptr) return nullptr;
    for (std::size_t k = 0; k < room.size(); ++k)
        room[k] = static_cast<double>(values[static_cast<std::size_t>(from) + k]);
    return room.data();
}

float* at(float* values, int from) noexcept { return values != nullptr ? values + from : nullptr; }
const float* at(const float* values, int from) noexcept { return values != nullptr ? values + from : nullptr; }

} // namespace

HostedNeuron::HostedNeuron() {
    midi_in_.reserve(most_midi);
    midi_out_.reserve(most_notes);
    spikes_.reserve(most_spikes);
}

void HostedNeuron::prepare(double sample_rate_hz) {
    if (sample_rate_hz == sample_rate_hz_) return;
    sample_rate_hz_ = sample_rate_hz;
    engine_.prepare(sample_rate_hz, limits::quantum);
    rate_.prepare(sample_rate_hz);
    begins_ = changed_ = restarts_ = true;
    if (values_.integer(Id::midi_mode) != pitch_mode) return;
    engine_.set_pitch_reference(find_pitch_reference(values_, start()));
    tuned_ = values_;
    asked_to_tune_ = true;
}

void HostedNeuron::set(Id id, double value) noexcept {
    values_.set(id, value);
    changed_ = true;
}

void HostedNeuron::use(const ReadyPreset& preset) noexcept {
    values_ = preset.values;
    start_ = preset.start;
    keys_ = preset.keys;
    start_model_ = values_[Id::model];
    changed_ = restarts_ = true;
}

void HostedNeuron::use(const Cell& cell, const membrane::Initial& start) noexcept {
    apply(cell, values_);
    start_ = start;
    start_model_ = values_[Id::model];
    changed_ = restarts_ = true;
}

void HostedNeuron::end_notes() noexcept {
    engine_.end_notes();
    engine_.end_midi_out();
}

void HostedNeuron::take_changes() noexcept {
    const bool changed = std::exchange(changed_, false), restarts = std::exchange(restarts_, false);
    if (changed) {
        engine_.set(values_);
        engine_.set_keys(keys_);
        engine_.set_initial(start());
        follow_pitch();
    }
    if (std::exchange(begins_, false))
        engine_.start();
    else if (restarts)
        engine_.reset();
    if (restarts) rate_.clear();
    for (PitchReference reference; tuner_.pop(reference);) engine_.set_pitch_reference(reference);
}

membrane::Initial HostedNeuron::start() const noexcept {
    return values_[Id::model] == start_model_ ? start_ : membrane::Initial{};
}

void HostedNeuron::follow_pitch() noexcept {
    if (values_.integer(Id::midi_mode) != pitch_mode) return;
    if (asked_to_tune_ && same_pitch(values_, tuned_)) return;
    if (offline_)
        engine_.set_pitch_reference(find_pitch_reference(values_, start()));
    else if (!tuner_.ask(values_, start()))
        return; // many wait already: asked for again at the next change
    tuned_ = values_;
    asked_to_tune_ = true;
}

std::span<const MidiEvent> HostedNeuron::midi_of(const Signals& signals, int from, int frames) noexcept {
    midi_in_.clear();
    for (auto event : signals.midi) {
        if (event.sample < from || event.sample >= from + frames || midi_in_.size() == midi_in_.capacity()) continue;
        event.sample -= from;
        midi_in_.push_back(event);
    }
    return midi_in_;
}

void HostedNeuron::process(const Signals& signals) noexcept {
    spikes_.clear();
    midi_out_.clear();
    engine_.bound_work(!offline_);
    take_changes();
    for (int from = 0; from < signals.frames; from += limits::quantum)
        process_quantum(signals, from, std::min(limits::quantum, signals.frames - from));
}

void HostedNeuron::process_quantum(const Signals& signals, int from, int frames) noexcept {
    const auto length = static_cast<std::size_t>(frames);
    const std::array<const float*, 2> input{at(signals.input[0], from), at(signals.input[1], from)};
    Block block;
    block.frames = frames;
    block.input = std::span(input).first(input[0] == nullptr ? 0 : input[1] == nullptr ? 1 : 2);
    block.sidechain = at(signals.sidechain, from);
    block.current_pa = widened(signals.current_pa, from, std::span(current_pa_).first(length));
    block.conductance_ns = widened(signals.conductance_ns, from, std::span(conductance_ns_).first(length));
    block.midi = midi_of(signals, from, frames);
    block.transport = signals.transport;
    block.main[0] = at(signals.main[0], from);
    block.main[1] = at(signals.main[1], from);
    block.spikes = at(signals.spikes, from);

    engine_.process(block);

    const auto voltage_mv = engine_.voltage_mv();
    const auto current_pa = engine_.current_pa();
    for (std::size_t k = 0; k < length; ++k) {
        if (signals.voltage_mv != nullptr) at(signals.voltage_mv, from)[k] = static_cast<float>(voltage_mv[k]);
        if (signals.stimulus_pa != nullptr) at(signals.stimulus_pa, from)[k] = static_cast<float>(current_pa[k]);
    }
    for (auto spike : engine_.spikes()) {
        spike.sample += from;
        if (spikes_.size() < spikes_.capacity()) spikes_.push_back(spike);
    }
    for (auto event : engine_.midi_out()) {
        event.sample += from;
        if (midi_out_.size() < midi_out_.capacity()) midi_out_.push_back(event);
    }
    rate_.add(engine_.spikes().size(), frames, engine_.block_model_ms(), values_.integer(Id::neurons));
}

} // namespace soma::headless
