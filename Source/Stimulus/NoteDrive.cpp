#include "Stimulus/NoteDrive.h"

#include "Core/Math.h"

#include <algorithm>
#include <cmath>

namespace soma::stimulus {
namespace {

/// Height of e^(−t/decay) − e^(−t/rise) at its peak; the two must differ.
double synapse_peak(double rise_ms, double decay_ms) {
    const double at_ms = std::log(decay_ms / rise_ms) * rise_ms * decay_ms / (decay_ms - rise_ms);
    return std::exp(-at_ms / decay_ms) - std::exp(-at_ms / rise_ms);
}

} // namespace

void NoteDrive::reset() noexcept {
    board_.all_off();
    pulse_left_ms_.fill(0.0);
    synapses_.fill({});
}

void NoteDrive::silence(MidiChannels::Mask channels) noexcept {
    for (std::size_t slot = 0; slot < pulse_left_ms_.size(); ++slot)
        if ((channels >> board_.notes()[slot].channel & 1) != 0) pulse_left_ms_[slot] = 0.0;
    for (std::size_t channel = 0; channel < synapses_.size(); ++channel)
        if ((channels >> channel & 1) != 0) synapses_[channel] = {};
}

void NoteDrive::take(const MidiEvent& event) noexcept {
    const auto result = board_.take(event);
    if (result.change == MidiNotes::Change::silenced) silence(result.channels);
    if (result.change != MidiNotes::Change::started) return;
    const auto slot = static_cast<std::size_t>(result.slot);
    const double velocity = board_.notes()[slot].velocity;
    if (settings_.kernel == Kernel::pulse) {
        pulse_left_ms_[slot] = settings_.pulse_ms;
        pulse_pa_[slot] = velocity * settings_.current_pa;
    } else if (settings_.kernel == Kernel::synapse) {
        auto& synapse = synapses_[static_cast<std::size_t>(event.channel())];
        synapse.rising += velocity;
        synapse.decaying += velocity;
    }
}

double NoteDrive::held_pa() const noexcept {
    double pa = 0.0;
    for (const auto& note : board_.notes()) {
        if (!note.sounds) continue;
        if (settings_.kernel == Kernel::step) pa += note.velocity * settings_.current_pa;
        pa += board_.pressure(note) * settings_.pressure_pa;
    }
    return pa;
}

void NoteDrive::span(Current& current, int from, int to, double step_ms) noexcept {
    if (const double pa = held_pa(); pa != 0.0)
        for (int k = from; k < to; ++k) current.add(k, pa);
    for (std::size_t slot = 0; slot < pulse_left_ms_.size(); ++slot) {
        double& left_ms = pulse_left_ms_[slot];
        for (int k = from; k < to && left_ms > 0.0; ++k) {
            current.add(k, pulse_pa_[slot]);
            if (left_ms < step_ms) current.add_jump(k, left_ms / step_ms, -pulse_pa_[slot]);
            left_ms = std::fmax(0.0, left_ms - step_ms);
        }
    }
    add_synapse(current, from, to, step_ms);
}

void NoteDrive::add_synapse(Current& current, int from, int to, double step_ms) noexcept {
    constexpr double over = 1e-12; ///< of one note at full velocity: beyond hearing and seeing
    const auto lasts = [](const Synapse& synapse) { return synapse.decaying >= over; };
    if (std::ranges::none_of(synapses_, lasts)) return;
    // Equal times have no peak of this form; a hair apart they have the alpha function's.
    const double decay_ms = settings_.decay_ms;
    const double rise_ms = std::abs(settings_.rise_ms / decay_ms - 1.0) < 1e-3 ? 0.999 * decay_ms : settings_.rise_ms;
    const double scale_pa = settings_.current_pa / synapse_peak(rise_ms, decay_ms);
    const double decay = step_ms / decay_ms, rise = step_ms / rise_ms;
    const double mean_decay = exprel(-decay), mean_rise = exprel(-rise);
    const double keep_decay = std::exp(-decay), keep_rise = std::exp(-rise);
    for (auto& synapse : synapses_) {
        if (!lasts(synapse)) continue;
        for (int k = from; k < to; ++k) {
            current.add(k, scale_pa * (synapse.decaying * mean_decay - synapse.rising * mean_rise));
            synapse.decaying *= keep_decay;
            synapse.rising *= keep_rise;
        }
    }
}

void NoteDrive::add_to(Current& current, int frames, double step_ms, std::span<const MidiEvent> events) noexcept {
    int at = 0;
    for (const auto& event : events) {
        span(current, at, event.sample, step_ms);
        at = event.sample;
        take(event);
    }
    span(current, at, frames, step_ms);
}

} // namespace soma::stimulus
