#include "Stimulus/NoteDrive.h"

#include "Core/Numbers.h"

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
    rising_ = decaying_ = 0.0;
}

void NoteDrive::take(const MidiEvent& event) noexcept {
    const auto result = board_.take(event);
    if (result.change != NoteBoard::Change::started) return;
    const auto slot = static_cast<std::size_t>(result.slot);
    const double velocity = board_.notes()[slot].velocity;
    if (settings_.kernel == Kernel::pulse) {
        pulse_left_ms_[slot] = settings_.pulse_ms;
        pulse_pa_[slot] = velocity * settings_.current_pa;
    } else if (settings_.kernel == Kernel::synapse) {
        rising_ += velocity;
        decaying_ += velocity;
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
    if (decaying_ < 1e-12) return;
    // Equal times have no peak of this form; a hair apart they have the alpha function's.
    const double decay_ms = settings_.decay_ms;
    const double rise_ms = std::abs(settings_.rise_ms / decay_ms - 1.0) < 1e-3 ? 0.999 * decay_ms : settings_.rise_ms;
    const double scale_pa = settings_.current_pa / synapse_peak(rise_ms, decay_ms);
    const double decay = step_ms / decay_ms, rise = step_ms / rise_ms;
    const double mean_decay = exprel(-decay), mean_rise = exprel(-rise);
    const double keep_decay = std::exp(-decay), keep_rise = std::exp(-rise);
    for (int k = from; k < to; ++k) {
        current.add(k, scale_pa * (decaying_ * mean_decay - rising_ * mean_rise));
        decaying_ *= keep_decay;
        rising_ *= keep_rise;
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
