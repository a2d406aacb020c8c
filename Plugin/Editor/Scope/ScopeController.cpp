#include "Editor/Scope/ScopeController.h"

#include "Editor/Scope/ReferenceLines.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr double room_below_mv = 17.0, room_above_mv = 9.0;
constexpr double shrink_below = 0.3; ///< of the current axis: below it the axis follows downwards

bool same(const std::optional<double>& a, double b) { return a && std::abs(*a - b) < 1e-6; }

} // namespace

ScopeController::ScopeController(EditorHost& host)
    : host_(host)
    , scope_(host.monitor().trace_tap()) {
    auto settings = scope_.settings();
    settings.time_base = scope::TimeBase{host.session().ms_per_division};
    settings.trigger.source = scope::TriggerSource::stimulus;
    scope_.set(settings);
    cursors = host.session().cursors;
    follow_host();
}

void ScopeController::apply(const scope::ScopeSettings& settings) {
    if (!(settings == scope_.settings())) scope_.set(settings);
}

void ScopeController::follow_host() {
    const auto& parameters = host_.parameters();
    auto settings = scope_.settings();
    settings.drawn_peak_mv = drawn_peak_mv(parameters, host_.session());
    settings.neurons = static_cast<int>(parameters.value(Id::neurons));
    if (!trigger_chosen_) {
        const bool stimulated = parameters.value(Id::stim_shape) > 0.5 && host_.stimulator().running();
        settings.trigger.source = stimulated ? scope::TriggerSource::stimulus : scope::TriggerSource::voltage;
        const auto lines = reference_lines(parameters);
        for (const auto& line : lines)
            if (line.hue == Token::thr) settings.trigger.level = line.value_mv;
        // A threshold that V only reaches from below is crossed by the drawn spike and left by the reset.
        settings.trigger.hysteresis = 1.0;
    }
    apply(settings);
    if (const double model = parameters.value(Id::model); std::abs(model - model_) > 0.5) {
        if (model_ >= 0.0) scope_.measure_from_now(); // intervals of another neuron are not this one's
        model_ = model;
    }

    // A peak may lie below everything else: any combination of parameters has a range.
    const double peak = peak_mv(parameters);
    const auto lines = reference_lines(parameters);
    double low = lines.empty() ? std::min(parameters.value(Id::izh_c_mv), -70.0) : lines.front().value_mv, high = peak;
    low = std::min(low, peak);
    for (const auto& line : lines) {
        low = std::min(low, line.value_mv);
        high = std::max(high, line.value_mv);
    }
    if (const auto rest_mv = host_.monitor().derived().rest_mv) {
        low = std::min(low, *rest_mv);
        high = std::max(high, *rest_mv);
    }
    if (same(fitted_low_mv_, low) && same(fitted_high_mv_, high)) return;
    fitted_low_mv_ = low;
    fitted_high_mv_ = high;
    fit_voltage();
}

void ScopeController::set_plot_height(float pixels, float pixels_per_line) {
    if (std::abs(pixels - plot_height_) < 0.5f && std::abs(pixels_per_line - pixels_per_line_) < 0.5f) return;
    plot_height_ = pixels;
    pixels_per_line_ = pixels_per_line;
    fit_voltage();
}

void ScopeController::fit_voltage() { fit(fitted_low_mv_.value_or(-80.0), fitted_high_mv_.value_or(30.0)); }

void ScopeController::fit_trace() {
    double low_mv = fitted_low_mv_.value_or(-80.0), high_mv = fitted_high_mv_.value_or(30.0);
    if (const auto& history = scope_.shown(); !history.empty()) {
        const auto first = history.sample_at_or_after(history.end_s() - scope_.settings().time_base.span_s());
        const auto extent = history.voltage_mv().extent(first, history.end_sample());
        if (!extent.empty()) {
            low_mv = std::min(low_mv, static_cast<double>(extent.min));
            high_mv = std::max(high_mv, static_cast<double>(extent.max));
        }
    }
    fit(low_mv, high_mv);
}

void ScopeController::fit(double low_mv, double high_mv) {
    const double low = low_mv - room_below_mv, high = high_mv + room_above_mv;
    const double lines = std::max(2.0, static_cast<double>(plot_height_ / pixels_per_line_));
    voltage_axis_ = scope::axis_between(low, high, lines);
}

void ScopeController::zoom_voltage(int steps, double fixed_mv) {
    voltage_axis_ = scope::zoom_axis(voltage_axis_, steps, fixed_mv);
}

void ScopeController::set_trigger(const scope::TriggerSettings& trigger) {
    auto settings = scope_.settings();
    settings.trigger = trigger;
    apply(settings);
}

void ScopeController::choose_trigger(const scope::TriggerSettings& trigger) {
    trigger_chosen_ = true;
    set_trigger(trigger);
}

void ScopeController::set_mode(scope::TriggerMode mode) {
    auto trigger = scope_.settings().trigger;
    trigger.mode = mode;
    set_trigger(trigger);
    if (mode == scope::TriggerMode::single) scope_.arm_single();
}

double ScopeController::usual_level(scope::TriggerSource source) const {
    if (source == scope::TriggerSource::current) return (current_low_pa_ + current_high_pa_) / 2.0;
    for (const auto& line : reference_lines(host_.parameters()))
        if (line.hue == Token::thr) return line.value_mv;
    return (voltage_axis_.low + voltage_axis_.high) / 2.0;
}

void ScopeController::set_ms_per_division(double ms) {
    auto settings = scope_.settings();
    settings.time_base = scope::TimeBase{ms};
    apply(settings);
    auto session = host_.session();
    session.ms_per_division = settings.time_base.ms_per_division();
    host_.set_session(session);
}

void ScopeController::move_time_base(int steps) {
    auto base = scope_.settings().time_base;
    base.move(steps);
    set_ms_per_division(base.ms_per_division());
}

/// A stimulus that repeats is shown once, a lone one with as much again around it.
void ScopeController::fit_time() {
    const auto& parameters = host_.parameters();
    const double duration_ms = parameters.value(Id::stim_duration_ms);
    const bool stimulated = parameters.value(Id::stim_shape) > 0.5 && duration_ms > 0.0;
    const double span_ms = stimulated ? duration_ms * 1.3 : 200.0;
    set_ms_per_division(scope::step_value(scope::step_at_least(span_ms / scope::divisions)));
}

void ScopeController::set_pre_trigger(double share) {
    auto settings = scope_.settings();
    settings.pre_trigger = std::clamp(share, 0.0, 1.0);
    apply(settings);
}

void ScopeController::follow_current(double low_pa, double high_pa) {
    const auto follow = [](double shown, double wanted) {
        if (!(wanted > 0.0)) return shown > 0.0 && wanted < shown * shrink_below ? 0.0 : shown;
        const bool fits = wanted <= shown && wanted > shown * shrink_below;
        return fits ? shown : scope::step_value(scope::step_at_least(wanted));
    };
    current_high_pa_ = follow(current_high_pa_, std::max(high_pa, 0.0));
    current_low_pa_ = -follow(-current_low_pa_, std::max(-low_pa, 0.0));
    if (current_high_pa_ - current_low_pa_ < 1e-9) current_high_pa_ = 1.0;
}

} // namespace soma::editor
