#pragma once

#include "Scope/Columns.h"

#include <optional>

namespace soma::scope {

/// The trace's value at an instant, on the straight line between its breakpoints (current: held). None where it is not
/// known.
std::optional<double> value_at(const TraceHistory& history, Lane lane, double time_s);

/// Readings of two cursors. A value that cannot be known is none.
struct CursorReading {
    double dt_ms = 0.0;               ///< second minus first
    std::optional<double> rate_per_s; ///< 1/|Δt|
    std::optional<double> first_mv;
    std::optional<double> second_mv;
    std::optional<double> dv_mv; ///< second minus first
    /// Time from the earlier cursor until V has gone 63.2 % (1 − 1/e) of the way to its value at the later one. Equals
    /// the time constant when the later cursor stands where V has settled. None with a spike between them, or when V
    /// goes nowhere.
    std::optional<double> tau_ms;
};

CursorReading read_cursors(const TraceHistory& history, double first_s, double second_s);

/// Exact spike times of a neuron (row) around an instant.
std::optional<double> next_spike_s(const TraceHistory& history, double time_s, int row = 0);
std::optional<double> previous_spike_s(const TraceHistory& history, double time_s, int row = 0);
/// The nearest spike if it is within `reach_s`, else time_s itself.
double snap_to_spike(const TraceHistory& history, double time_s, double reach_s, int row = 0);

} // namespace soma::scope
