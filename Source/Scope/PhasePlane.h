#pragma once

#include "Scope/TraceHistory.h"

#include <vector>

namespace soma::scope {

struct PhasePoint {
    float voltage_mv;
    float slope_mv_per_ms; ///< = V/s
    bool begins;           ///< begins a new line: after a reset or lost samples
};

/// The plane V–dV/dt over start_s … start_s + span_s: V and slope in the middle between neighbouring samples that no
/// index separates. At most max_points, the latest ones. Memory of `points` is reused.
void draw_phase_plane(const TraceHistory& history, double start_s, double span_s, int max_points,
                      std::vector<PhasePoint>& points);

} // namespace soma::scope
