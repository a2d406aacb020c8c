#include "Scope/PhasePlane.h"

#include <algorithm>
#include <cmath>

namespace soma::scope {

namespace {

/// A detected spike of a model that does not reset: V goes on as if nothing were there.
bool smooth(const Breakpoint& breakpoint) { return breakpoint.spike && breakpoint.before_mv == breakpoint.after_mv; }

} // namespace

void draw_phase_plane(const TraceHistory& history, double start_s, double span_s, int max_points,
                      std::vector<PhasePoint>& points) {
    points.clear();
    if (history.empty()) return;
    const auto last = history.sample_at_or_after(start_s + span_s);
    const auto first = std::max(history.sample_at_or_after(start_s), last - 1 - max_points);
    const auto& breakpoints = history.breakpoints();
    auto index = breakpoints.lower_bound(first, [](const Breakpoint& breakpoint) { return breakpoint.sample; });
    bool begins = true;
    for (auto sample = first; sample + 1 < last; ++sample) {
        bool broken = false;
        for (; index < breakpoints.end() && breakpoints[index].sample <= sample; ++index)
            broken |= !smooth(breakpoints[index]);
        const float from = history.voltage_mv().at(sample), to = history.voltage_mv().at(sample + 1);
        if (broken || std::isnan(from) || std::isnan(to)) {
            begins = true;
            continue;
        }
        const double ms = (history.timeline().time_s(sample + 1) - history.timeline().time_s(sample)) * 1e3;
        points.push_back({0.5f * (from + to), static_cast<float>(static_cast<double>(to - from) / ms), begins});
        begins = false;
    }
}

} // namespace soma::scope
