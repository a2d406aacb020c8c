#pragma once

#include "Scope/TraceHistory.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace soma::scope {

/// The exact line a trace follows, index by index. `visit(time_s, value)` is called in order of time for samples
/// first … last − 1 and for everything inside them; a vertical edge is two calls at one time; NaN breaks the line.
///
/// drawn_peak_mv: height above the threshold of the cosmetic spike of models that compute none.
template <class Visit>
void walk_voltage(const TraceHistory& history, std::int64_t first, std::int64_t last,
                  std::optional<float> drawn_peak_mv, Visit visit) {
    const auto& breakpoints = history.breakpoints();
    auto index = breakpoints.lower_bound(first, [](const Breakpoint& breakpoint) { return breakpoint.sample; });
    for (auto sample = first; sample < last; ++sample) {
        visit(history.timeline().time_s(sample), history.voltage_mv().at(sample));
        for (; index < breakpoints.end() && breakpoints[index].sample <= sample; ++index) {
            const auto& breakpoint = breakpoints[index];
            visit(breakpoint.time_s, breakpoint.before_mv);
            if (drawn_peak_mv && breakpoint.spike) visit(breakpoint.time_s, breakpoint.before_mv + *drawn_peak_mv);
            visit(breakpoint.time_s, breakpoint.after_mv);
        }
    }
}

/// The current is held over each sample: a staircase.
template <class Visit>
void walk_current(const TraceHistory& history, std::int64_t first, std::int64_t last, Visit visit) {
    for (auto sample = first; sample < last; ++sample) {
        const double time_s = history.timeline().time_s(sample);
        if (sample > first) visit(time_s, history.current_pa().at(sample - 1));
        visit(time_s, history.current_pa().at(sample));
    }
}

} // namespace soma::scope
