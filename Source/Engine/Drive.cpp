#include "Engine/Drive.h"

#include "Stimulus/AudioDrive.h"

#include <algorithm>

namespace soma {

void Drive::prepare() {
    for (auto& current : currents_) current.prepare(limits::quantum);
}

void Drive::set(const Snapshot& values) noexcept { notes_.set(note_drive_settings(values)); }

void Drive::begin_block(const Snapshot& values, const Transport& transport) noexcept {
    stimulator_.set(stimulus_run_.of(stimulator_settings(values, transport)));
}

void Drive::set_step(double step_ms) noexcept { stimulus_run_.set_step(step_ms); }

void Drive::restart(double step_ms) noexcept {
    stimulus_run_.restart(step_ms);
    stimulator_.restart();
    notes_.reset();
}

void Drive::run_stimulus(bool wanted) noexcept {
    stimulus_run_.run(wanted);
    stimulator_.restart();
}

void Drive::send_stimulus(double delay_ms) noexcept {
    stimulus_run_.send(delay_ms);
    stimulator_.restart();
}

std::uint64_t Drive::gather(const Snapshot& values, const Quantum& quantum, std::size_t channels, double step_ms,
                            std::span<const MidiEvent> events) noexcept {
    const auto& block = quantum.block;
    const int from = quantum.from, frames = quantum.frames;
    std::uint64_t bad_inputs = 0;
    const auto sidechain = block.sidechain != nullptr ? sidechain_mode(values) : Sidechain::off;

    // First what all neurons get: a value held over each sample, and exact edges inside samples.
    auto& shared = currents_[0];
    shared.begin(frames);
    const auto shared_pa = shared.held_pa();
    std::fill(shared_pa.begin(), shared_pa.end(), values[Id::holding_current_pa]);
    if (block.current_pa != nullptr) bad_inputs += stimulus::add_exact(block.current_pa + from, shared_pa);
    if (sidechain == Sidechain::current)
        bad_inputs += stimulus::add_audio(block.sidechain + from, values[Id::sidechain_scale_pa], shared_pa);
    stimulator_.add_to(shared, frames, stimulus_run_.clock());
    if (midi_mode(values) == MidiMode::current) notes_.add_to(shared, frames, step_ms, events);
    shared.finish();

    // Then the audio input: each channel to its own neurons, or the mean of all channels to every neuron.
    const bool each = values.on(Id::channel_mode);
    rows_ = each ? channels : 1;
    for (std::size_t c = 1; c < rows_; ++c) currents_[c] = shared;
    const double scale_pa = values[Id::input_scale_pa] / (each ? 1.0 : static_cast<double>(channels));
    for (std::size_t c = 0; c < std::min(block.input.size(), channels); ++c)
        if (block.input[c] != nullptr)
            bad_inputs += stimulus::add_audio(block.input[c] + from, scale_pa, currents_[each ? c : 0].held_pa());

    // At last the dynamic clamp, which is a conductance and never below zero.
    clamped_ = sidechain == Sidechain::conductance || block.conductance_ns != nullptr;
    if (!clamped_) return bad_inputs;
    const auto clamp_ns = std::span(conductance_ns_).first(quantum.size());
    std::fill(clamp_ns.begin(), clamp_ns.end(), 0.0);
    if (sidechain == Sidechain::conductance)
        bad_inputs += stimulus::add_audio(block.sidechain + from, values[Id::sidechain_scale_ns], clamp_ns);
    if (block.conductance_ns != nullptr) bad_inputs += stimulus::add_exact(block.conductance_ns + from, clamp_ns);
    for (auto& g : clamp_ns) g = std::max(0.0, g);
    return bad_inputs;
}

void Drive::advance(int frames) noexcept { stimulus_run_.advance(frames); }

} // namespace soma
