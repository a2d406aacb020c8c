#pragma once

#include "Scope/TraceHistory.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace soma::scope {

/// An interval of model time drawn over a number of pixel columns.
struct Window {
    double start_s = 0.0;
    double span_s = 0.2;
    int width_px = 1;

    double end_s() const { return start_s + span_s; }
    double x_px(double time_s) const { return (time_s - start_s) / span_s * width_px; }
    double time_s(double x_px) const { return start_s + span_s * x_px / width_px; }
    bool operator==(const Window&) const = default;
};

enum class Lane : std::uint8_t { voltage, current };

/// All a trace does within one pixel column. Draw first → (min, max in their order) → last, joined to the last of the
/// column before.
struct Column {
    float min, max, first, last;
    bool min_first;
    bool filled; ///< false: before the history, after its end, or lost on the way
};

struct PathPoint {
    double x_px; ///< unrounded: an instant is exact to 1e-9 s
    float value;
    bool begins; ///< begins a new line after a gap
};

/// One trace in one window: columns while there is at least a sample in every one, the exact breakpoints when zoomed in
/// further. One of the two is empty.
struct Trace {
    std::vector<Column> columns;
    std::vector<PathPoint> points;
    float min = 0.0f, max = 0.0f; ///< of what is drawn
    bool empty = true;
};

/// Draws the history into `trace`, whose memory is reused. Takes a time that grows with the width alone. A value that
/// lasted one sample, or only an instant inside one, is in the column it belongs to at every zoom.
void draw_trace(const TraceHistory& history, Lane lane, const Window& window, std::optional<float> drawn_peak_mv,
                Trace& trace);

} // namespace soma::scope
