#include "Scope/Scope.h"

#include <algorithm>
#include <cmath>

namespace soma::scope {

namespace {

/// A sweep this old (real time) is about to leave the history and is kept aside.
constexpr double keep_after_s = 0.75 * TraceHistory::kept_seconds;

constexpr double waiting_peak_over_s = 2.0;

std::optional<float> last_before(const TraceHistory& history, Lane lane, double end_s) {
    const auto sample = history.sample_at_or_after(end_s) - 1;
    if (sample < history.oldest_sample()) return {};
    const float value = (lane == Lane::voltage ? history.voltage_mv() : history.current_pa()).at(sample);
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

} // namespace

Scope::Scope(TraceTap& tap)
    : tap_(tap) {
    for (TracePacket left_over; tap_.pop(left_over);) {
    }
    tap_.subscribe(true);
}

Scope::~Scope() { tap_.subscribe(false); }

void Scope::set(const ScopeSettings& settings) {
    if (settings == settings_) return;
    settings_ = settings;
    trigger_.set(settings.trigger);
    changed_ = true;
}

bool Scope::update() {
    const auto before = state();
    const bool came = live_.drain(tap_);
    trigger_.advance(live_, shape(), settings_.drawn_peak_mv);
    keep_sweep();
    if (state() != before || (came && picture_moved())) changed_ = true;
    return changed_;
}

void Scope::arm_single() {
    settings_.trigger.mode = TriggerMode::single;
    trigger_.set(settings_.trigger);
    trigger_.arm();
    changed_ = true;
}

void Scope::freeze(bool wanted) {
    if (wanted == frozen_) return;
    if (wanted && !held_) hold();
    frozen_ = wanted;
    scroll_back_s_ = 0.0;
    changed_ = true;
    keep_sweep();
}

double Scope::scroll_limit_s() const {
    const bool still = frozen_ || state() == ScopeState::stopped;
    if (!still || !held_ || !held_->anchor) return 0.0;
    return std::max(0.0, window_start_s(*held_->anchor) - held_->history.oldest_s());
}

void Scope::scroll_back(double seconds) {
    scroll_back_s_ = std::clamp(seconds, 0.0, scroll_limit_s());
    changed_ = true;
}

ScopeState Scope::state() const { return frozen_ ? ScopeState::frozen : trigger_.state(live_, shape()); }

bool Scope::runs_freely() const {
    if (held_ && held_->anchor) return !held_->anchor->trigger;
    return state() == ScopeState::rolling || state() == ScopeState::automatic;
}

std::optional<Scope::Anchor> Scope::anchor() const {
    if (held_) return held_->anchor;
    if (const auto trigger_s = trigger_.shown_s(live_, shape())) return Anchor{*trigger_s, true};
    const bool runs_freely = settings_.trigger.mode == TriggerMode::automatic && !live_.empty();
    return runs_freely ? std::optional(Anchor{live_.end_s(), false}) : std::nullopt;
}

double Scope::window_start_s(const Anchor& anchor) const {
    return anchor.time_s - settings_.time_base.span_s() * (anchor.trigger ? settings_.pre_trigger : 1.0);
}

void Scope::hold() {
    const auto where = anchor();
    held_ = std::make_unique<Held>(Held{shown(), where, trigger_.count()});
    scroll_back_s_ = 0.0;
    changed_ = true;
}

void Scope::release() {
    held_.reset();
    scroll_back_s_ = 0.0;
    changed_ = true;
}

void Scope::keep_sweep() {
    if (frozen_) return;
    const bool automatic = settings_.trigger.mode == TriggerMode::automatic;
    if (held_ && (automatic || trigger_.count() != held_->triggers)) release();
    if (held_ || automatic) return;
    const auto age_s = trigger_.age_s(live_);
    if (state() == ScopeState::stopped || (age_s && *age_s > keep_after_s)) hold();
}

bool Scope::picture_moved() const {
    if (held_) return false;
    const bool whole = drawn_until_s_ >= frame_.window.end_s();
    return anchor() != drawn_anchor_ || !whole || state() == ScopeState::waiting;
}

const ScopeFrame& Scope::frame(int width_px) {
    changed_ = false;
    const auto& history = shown();
    const auto where = anchor();
    drawn_anchor_ = where;
    drawn_until_s_ = history.empty() ? 0.0 : history.end_s();
    frame_.state = state();
    frame_.blank = !where || history.empty();
    frame_.triggered = where && where->trigger;
    frame_.held_for_s.reset();
    frame_.waiting_peak_mv.reset();
    if (frame_.state == ScopeState::waiting) frame_.waiting_peak_mv = recent_peak_mv(live_, waiting_peak_over_s);
    const bool still = frame_.state == ScopeState::frozen || frame_.state == ScopeState::stopped;
    if (still && held_ && held_->history.generation() == live_.generation() && !live_.empty())
        frame_.held_for_s =
            static_cast<double>(live_.end_sample() - held_->history.end_sample()) / live_.sample_rate_hz();

    frame_.window.span_s = settings_.time_base.span_s();
    frame_.window.width_px = width_px;
    frame_.zero_s = where ? where->time_s : 0.0;
    const double column_s = frame_.window.span_s / std::max(1, width_px);
    // A picture that runs freely moves by whole columns, so that what it shows does not shimmer.
    if (!frame_.triggered) frame_.zero_s = std::floor(frame_.zero_s / column_s) * column_s;
    frame_.window.start_s = window_start_s({frame_.zero_s, frame_.triggered}) - scroll_back_s_;

    const TraceHistory nothing;
    const auto& drawn = frame_.blank ? nothing : history;
    draw_trace(drawn, Lane::voltage, frame_.window, settings_.drawn_peak_mv, frame_.voltage);
    draw_trace(drawn, Lane::current, frame_.window, {}, frame_.current);
    draw_raster(drawn, frame_.window, settings_.neurons, frame_.raster);
    const auto& spikes = drawn.spikes_s();
    frame_.visible_spikes = spikes.lower_bound(frame_.window.end_s()) - spikes.lower_bound(frame_.window.start_s);
    frame_.time_scale = drawn.empty() ? 1.0 : drawn.time_scale();
    frame_.last_mv = last_before(drawn, Lane::voltage, frame_.window.end_s());
    frame_.last_pa = last_before(drawn, Lane::current, frame_.window.end_s());
    return frame_;
}

} // namespace soma::scope
