#include "Web/Core/ScopeView.h"

#include "Web/Core/Export.h"

#include <cmath>
#include <limits>

namespace soma::web {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

template <class T>
double known(const std::optional<T>& value) {
    return value ? static_cast<double>(*value) : unknown;
}

template <class T>
double address(const std::vector<T>& list) {
    return static_cast<double>(reinterpret_cast<std::uintptr_t>(list.data()));
}

template <class T>
double length(const std::vector<T>& list) {
    return static_cast<double>(list.size());
}

// JavaScript reads these by their layout.
static_assert(sizeof(scope::Column) == 20 && sizeof(scope::PathPoint) == 16);

} // namespace

const double* ScopeView::frame(int width_px) {
    const auto& frame = scope_.frame(width_px);
    std::size_t next = 0;
    const auto put = [&](double value) { frame_[next++] = value; };
    put(frame.window.start_s);
    put(frame.window.span_s);
    put(frame.zero_s);
    put(frame.triggered);
    put(frame.blank);
    put(static_cast<double>(frame.state));
    put(frame.time_scale);
    put(static_cast<double>(frame.visible_spikes));
    put(known(frame.last_mv));
    put(known(frame.last_pa));
    put(known(frame.held_for_s));
    put(known(frame.waiting_peak_mv));
    for (const auto* trace : {&frame.voltage, &frame.current}) {
        put(address(trace->columns));
        put(length(trace->columns));
        put(address(trace->points));
        put(length(trace->points));
        put(trace->empty ? unknown : trace->min);
        put(trace->empty ? unknown : trace->max);
    }
    put(frame.raster.rows);
    put(frame.raster.has_density ? address(frame.raster.density) : 0.0);
    put(length(frame.raster.density));
    put(scope_.scroll_limit_s());
    for (const auto& row : frame.raster.ticks_px) {
        put(address(row));
        put(length(row));
    }
    return frame_.data();
}

const double* ScopeView::statistics() {
    const auto measured = scope_.statistics();
    numbers_ = {measured.window_s, static_cast<double>(measured.count), known(measured.rate_per_s),
                known(measured.isi_cv), known(measured.last_isi_ms)};
    return numbers_.data();
}

const double* ScopeView::cursors(double first_s, double second_s) {
    const auto reading = scope::read_cursors(scope_.shown(), first_s, second_s);
    numbers_ = {reading.dt_ms,        known(reading.rate_per_s), known(reading.first_mv), known(reading.second_mv),
                known(reading.dv_mv), known(reading.tau_ms)};
    return numbers_.data();
}

} // namespace soma::web

using namespace soma;
using soma::web::ScopeView;

SOMA_EXPORT(soma_scope_new) ScopeView* soma_scope_new() { return new ScopeView; }

/// Packets of soma_player_take_packets, of another instance.
SOMA_EXPORT(soma_scope_add) void soma_scope_add(ScopeView* view, const scope::TracePacket* packets, int count) {
    view->add(packets, count);
}

/// Enumerations in the order of Scope/Trigger.h; a drawn peak that is no number: none.
SOMA_EXPORT(soma_scope_set)
void soma_scope_set(ScopeView* view, int mode, int source, int falling, double level, double ms_per_division,
                    double drawn_peak_mv, int neurons) {
    auto settings = view->scope().settings();
    settings.trigger.mode = static_cast<scope::TriggerMode>(mode);
    settings.trigger.source = static_cast<scope::TriggerSource>(source);
    settings.trigger.edge = falling != 0 ? scope::Edge::falling : scope::Edge::rising;
    settings.trigger.level = level;
    settings.time_base = scope::TimeBase{ms_per_division};
    settings.drawn_peak_mv.reset();
    if (!std::isnan(drawn_peak_mv)) settings.drawn_peak_mv = static_cast<float>(drawn_peak_mv);
    settings.neurons = neurons;
    if (!(settings == view->scope().settings())) view->scope().set(settings);
}

SOMA_EXPORT(soma_scope_frame) const double* soma_scope_frame(ScopeView* view, int width_px) {
    return view->frame(width_px);
}
/// Window in s, spikes in it, rate per s, CV, last interval in ms; not a number: unknown.
SOMA_EXPORT(soma_scope_statistics) const double* soma_scope_statistics(ScopeView* view) { return view->statistics(); }
/// Δt in ms, 1/Δt per s, both voltages and ΔV in mV, τ in ms.
SOMA_EXPORT(soma_scope_cursors) const double* soma_scope_cursors(ScopeView* view, double first_s, double second_s) {
    return view->cursors(first_s, second_s);
}
SOMA_EXPORT(soma_scope_snap) double soma_scope_snap(ScopeView* view, double time_s, double reach_s) {
    return scope::snap_to_spike(view->scope().shown(), time_s, reach_s);
}
/// The next spike (direction 1) or the one before (−1); without one the same time.
SOMA_EXPORT(soma_scope_spike) double soma_scope_spike(ScopeView* view, double time_s, int direction) {
    const auto& history = view->scope().shown();
    const auto found = direction > 0 ? scope::next_spike_s(history, time_s) : scope::previous_spike_s(history, time_s);
    return found.value_or(time_s);
}
SOMA_EXPORT(soma_scope_freeze) void soma_scope_freeze(ScopeView* view, int wanted) {
    view->scope().freeze(wanted != 0);
}
SOMA_EXPORT(soma_scope_scroll) void soma_scope_scroll(ScopeView* view, double seconds) {
    view->scope().scroll_back(seconds);
}
SOMA_EXPORT(soma_scope_arm) void soma_scope_arm(ScopeView* view) { view->scope().arm_single(); }
SOMA_EXPORT(soma_scope_measure_from_now) void soma_scope_measure_from_now(ScopeView* view) {
    view->scope().measure_from_now();
}
/// The step of a time base by number of steps: milliseconds a division.
SOMA_EXPORT(soma_scope_time_base) double soma_scope_time_base(double ms_per_division, int steps) {
    scope::TimeBase base{ms_per_division};
    base.move(steps);
    return base.ms_per_division();
}
