#include "Scope/Trigger.h"

#include "Scope/TracePath.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::scope {

std::string_view state_word(ScopeState state) {
    constexpr std::array<std::string_view, 7> words{"Triggered", "Auto",   "Waiting", "Armed",
                                                    "Stopped",   "Frozen", "Rolling"};
    return words[static_cast<std::size_t>(state)];
}

void Trigger::set(const TriggerSettings& settings) {
    const bool same_edge = settings.source == settings_.source && settings.edge == settings_.edge &&
                           settings.level == settings_.level && settings.hysteresis == settings_.hysteresis;
    if (!same_edge) look_anew_ = true;
    if (settings.mode == TriggerMode::single && settings_.mode != TriggerMode::single) wants_one_ = true;
    settings_ = settings;
}

void Trigger::arm() { wants_one_ = true; }

void Trigger::advance(const TraceHistory& history, const SweepShape& shape, std::optional<float> drawn_peak_mv) {
    if (history.empty()) return;
    if (history.generation() != generation_) {
        generation_ = history.generation();
        latest_.reset();
        before_latest_.reset();
        look_anew_ = false;
        next_sample_ = history.oldest_sample();
        next_item_ = 0;
        ready_ = false;
    }
    if (look_anew_) look_from_now(history);
    switch (settings_.source) {
    case TriggerSource::spike:
        scan_list(history, history.spikes_s(), shape);
        break;
    case TriggerSource::stimulus:
        scan_list(history, history.stimuli_s(), shape);
        break;
    case TriggerSource::voltage:
    case TriggerSource::current:
        scan_level(history, shape, drawn_peak_mv);
        break;
    }
}

void Trigger::look_from_now(const TraceHistory& history) {
    look_anew_ = false;
    next_sample_ = history.end_sample();
    next_item_ = settings_.source == TriggerSource::stimulus ? history.stimuli_s().end() : history.spikes_s().end();
    ready_ = false;
}

void Trigger::take(const TraceHistory& history, double time_s, const SweepShape& shape) {
    const bool single = settings_.mode == TriggerMode::single;
    if (single && !wants_one_) return;
    if (latest_ && time_s < latest_->time_s + std::max(settings_.hold_off_s, shape.after_s())) return;
    wants_one_ = false;
    before_latest_ = latest_;
    latest_ = {time_s, static_cast<std::int64_t>(std::floor(history.timeline().position(time_s)))};
    ++count_;
}

void Trigger::scan_list(const TraceHistory& history, const RecentList<double>& times_s, const SweepShape& shape) {
    for (next_item_ = std::max(next_item_, times_s.begin()); next_item_ < times_s.end(); ++next_item_)
        take(history, times_s[next_item_], shape);
}

void Trigger::scan_level(const TraceHistory& history, const SweepShape& shape, std::optional<float> drawn_peak_mv) {
    const double direction = settings_.edge == Edge::rising ? 1.0 : -1.0;
    const auto look = [&](double time_s, float value) {
        const double distance = direction * (static_cast<double>(value) - settings_.level);
        if (ready_ && distance >= 0.0) {
            // While ready the last point lay before the level.
            const double part = last_distance_ / (last_distance_ - distance);
            take(history, last_point_s_ + (time_s - last_point_s_) * part, shape);
        }
        if (!(distance < 0.0)) // a lost sample too
            ready_ = false;
        else if (distance < -settings_.hysteresis)
            ready_ = true;
        last_point_s_ = time_s;
        last_distance_ = distance;
    };
    const auto oldest = history.oldest_sample(), end = history.end_sample();
    next_sample_ = std::max(next_sample_, oldest);
    if (settings_.source == TriggerSource::voltage)
        walk_voltage(history, next_sample_, end, drawn_peak_mv, look);
    else // one sample back, for the edge between the last one and the next
        walk_current(history, std::max(next_sample_ - 1, oldest), end, look);
    next_sample_ = end;
}

std::optional<double> Trigger::shown_s(const TraceHistory& history, const SweepShape& shape) const {
    if (!latest_ || history.empty()) return {};
    const bool automatic = settings_.mode == TriggerMode::automatic;
    const double real_span_s = shape.real_span_s(history);
    if (automatic && (real_span_s >= roll_from_s || !recent(history, *latest_, shape))) return {};
    const bool complete = history.end_s() >= latest_->time_s + shape.after_s();
    const bool keep_last = !complete && before_latest_ && real_span_s < roll_from_s && // a slow sweep draws as it comes
                           recent(history, *before_latest_, shape);
    return keep_last ? before_latest_->time_s : latest_->time_s;
}

ScopeState Trigger::state(const TraceHistory& history, const SweepShape& shape) const {
    const bool automatic = settings_.mode == TriggerMode::automatic;
    if (settings_.mode == TriggerMode::single) {
        const bool complete = !wants_one_ && latest_ && history.end_s() >= latest_->time_s + shape.after_s();
        return complete ? ScopeState::stopped : ScopeState::armed;
    }
    if (history.empty()) return automatic ? ScopeState::automatic : ScopeState::waiting;
    if (automatic && shape.real_span_s(history) >= roll_from_s) return ScopeState::rolling;
    if (latest_ && recent(history, *latest_, shape)) return ScopeState::triggered;
    return automatic ? ScopeState::automatic : ScopeState::waiting;
}

std::optional<double> Trigger::age_s(const TraceHistory& history) const {
    if (!latest_ || history.empty()) return {};
    return static_cast<double>(history.end_sample() - latest_->sample) / history.sample_rate_hz();
}

bool Trigger::recent(const TraceHistory& history, const Taken& taken, const SweepShape& shape) const {
    const double age_s = static_cast<double>(history.end_sample() - taken.sample) / history.sample_rate_hz();
    return age_s <= std::max(patience_s, 2.0 * shape.real_span_s(history));
}

} // namespace soma::scope
