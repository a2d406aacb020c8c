#include "Scope/Columns.h"

#include "Scope/TracePath.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace soma::scope {

namespace {

/// Below so many samples a column, breakpoints inside samples are sorted into columns by their own time; above it the
/// error of using their sample's is far below a pixel.
constexpr std::int64_t fine_samples = 64;

const MinMaxStore& store(const TraceHistory& history, Lane lane) {
    return lane == Lane::voltage ? history.voltage_mv() : history.current_pa();
}

std::int64_t first_breakpoint_at(const TraceHistory& history, double time_s) {
    return history.breakpoints().lower_bound(time_s, [](const Breakpoint& breakpoint) { return breakpoint.time_s; });
}

/// The value the trace has at a time between two samples that are both there.
float between(const TraceHistory& history, Lane lane, std::int64_t next_sample, double time_s) {
    const auto& values = store(history, lane);
    const float before = values.at(next_sample - 1);
    if (lane == Lane::current) return before;
    const double from_s = history.timeline().time_s(next_sample - 1), to_s = history.timeline().time_s(next_sample);
    return before + (values.at(next_sample) - before) * static_cast<float>((time_s - from_s) / (to_s - from_s));
}

/// Fills columns from left to right; the samples of one column begin where those of the one before end.
class ColumnPen {
  public:
    ColumnPen(const TraceHistory& history, Lane lane, const Window& window, std::optional<float> drawn_peak_mv)
        : history_(history)
        , values_(store(history, lane))
        , lane_(lane)
        , window_(window)
        , drawn_peak_mv_(drawn_peak_mv)
        , from_(history.sample_at_or_after(window.start_s))
        , index_(first_breakpoint_at(history, window.start_s)) {}

    Column draw(int index) {
        const double begin_s = window_.time_s(index), end_s = window_.time_s(index + 1);
        const auto first = from_, first_index = index_;
        from_ = std::max(first, history_.sample_at_or_after(end_s));
        const bool fine = from_ - first <= fine_samples;
        if (lane_ == Lane::voltage) index_ = fine ? breakpoint_before(end_s) : first_breakpoint_of(from_);
        const auto column = fine ? one_by_one(first, first_index) : over_samples(first, first_index);
        return column.filled || first < from_ ? column : within_sample(begin_s);
    }

  private:
    std::int64_t first_breakpoint_of(std::int64_t sample) const {
        return history_.breakpoints().lower_bound(sample,
                                                  [](const Breakpoint& breakpoint) { return breakpoint.sample; });
    }

    std::int64_t breakpoint_before(double end_s) const {
        const auto& breakpoints = history_.breakpoints();
        auto index = index_;
        while (index < breakpoints.end() && breakpoints[index].time_s < end_s) ++index;
        return index;
    }

    Column one_by_one(std::int64_t first, std::int64_t first_index) const {
        Extent extent;
        float first_value = 0.0f, last_value = 0.0f;
        const auto add = [&](float value) {
            if (std::isnan(value)) return;
            if (extent.empty()) first_value = value;
            last_value = value;
            extent.add(value);
        };
        auto index = first_index;
        const auto add_breakpoints_before = [&](std::int64_t sample) {
            for (; index < index_ && history_.breakpoints()[index].sample < sample; ++index) {
                const auto& breakpoint = history_.breakpoints()[index];
                add(breakpoint.before_mv);
                if (drawn_peak_mv_ && breakpoint.spike) add(breakpoint.before_mv + *drawn_peak_mv_);
                add(breakpoint.after_mv);
            }
        };
        for (auto sample = first; sample < from_; ++sample) {
            add_breakpoints_before(sample);
            add(values_.at(sample));
        }
        add_breakpoints_before(std::numeric_limits<std::int64_t>::max());
        if (extent.empty()) return unfilled;
        return {extent.min, extent.max, first_value, last_value, extent.min_first, true};
    }

    Column over_samples(std::int64_t first, std::int64_t first_index) const {
        auto extent = values_.extent(first, from_);
        if (extent.empty()) return unfilled;
        add_outer_breakpoints(first, first_index, extent);
        if (drawn_peak_mv_) add_peak(first_index, extent);
        const auto or_else = [](float value, float other) { return std::isnan(value) ? other : value; };
        return {extent.min,
                extent.max,
                or_else(values_.at(first), extent.min),
                or_else(values_.at(from_ - 1), extent.max),
                extent.min_first,
                true};
    }

    /// Breakpoints in the samples before the first and after the last interval whose extent already holds its
    /// breakpoints.
    void add_outer_breakpoints(std::int64_t first, std::int64_t first_index, Extent& extent) const {
        const auto& breakpoints = history_.breakpoints();
        const auto add = [&](const Breakpoint& breakpoint) {
            extent.add(breakpoint.before_mv);
            extent.add(breakpoint.after_mv);
        };
        constexpr auto finest = MinMaxStore::finest;
        const auto inner_first = (first + finest - 1) / finest * finest, inner_last = from_ / finest * finest;
        for (auto index = first_index; index < index_ && breakpoints[index].sample < inner_first; ++index)
            add(breakpoints[index]);
        for (auto index = index_; index > first_index && breakpoints[index - 1].sample >= inner_last; --index)
            add(breakpoints[index - 1]);
    }

    /// The first drawn peak stands for all of a column: thresholds within one pixel hardly differ.
    void add_peak(std::int64_t first_index, Extent& extent) const {
        for (auto index = first_index; index < index_; ++index) {
            const auto& breakpoint = history_.breakpoints()[index];
            if (!breakpoint.spike) continue;
            extent.add(breakpoint.before_mv + *drawn_peak_mv_);
            return;
        }
    }

    /// A column between two samples, where the time scale makes samples rarer than pixels.
    Column within_sample(double time_s) const {
        const bool inside = from_ > history_.oldest_sample() && from_ < history_.end_sample();
        if (!inside) return unfilled;
        const float value = between(history_, lane_, from_, time_s);
        return {value, value, value, value, true, !std::isnan(value)};
    }

    static constexpr Column unfilled{0.0f, 0.0f, 0.0f, 0.0f, true, false};

    const TraceHistory& history_;
    const MinMaxStore& values_;
    Lane lane_;
    Window window_;
    std::optional<float> drawn_peak_mv_;
    std::int64_t from_;  ///< first sample not yet drawn
    std::int64_t index_; ///< first breakpoint not yet drawn
};

void set_bounds(const Extent& all, Trace& trace) {
    trace.empty = all.empty();
    if (trace.empty) return;
    trace.min = all.min;
    trace.max = all.max;
}

void draw_columns(const TraceHistory& history, Lane lane, const Window& window, std::optional<float> drawn_peak_mv,
                  Trace& trace) {
    ColumnPen pen(history, lane, window, drawn_peak_mv);
    for (int index = 0; index < window.width_px; ++index) trace.columns.push_back(pen.draw(index));
    Extent all;
    for (const auto& column : trace.columns) {
        if (!column.filled) continue;
        all.add(column.min);
        all.add(column.max);
    }
    set_bounds(all, trace);
}

void draw_points(const TraceHistory& history, Lane lane, const Window& window, std::int64_t first, std::int64_t last,
                 std::optional<float> drawn_peak_mv, Trace& trace) {
    bool begins = true;
    Extent all;
    const auto visit = [&](double time_s, float value) {
        if (std::isnan(value)) {
            begins = true;
            return;
        }
        trace.points.push_back({window.x_px(time_s), value, begins});
        begins = false;
        if (time_s >= window.start_s && time_s <= window.end_s()) all.add(value);
    };
    if (lane == Lane::voltage)
        walk_voltage(history, first, last, drawn_peak_mv, visit);
    else
        walk_current(history, first, last, visit);
    if (all.empty()) // zoomed in between two breakpoints
        for (const auto& point : trace.points) all.add(point.value);
    set_bounds(all, trace);
}

} // namespace

void draw_trace(const TraceHistory& history, Lane lane, const Window& window, std::optional<float> drawn_peak_mv,
                Trace& trace) {
    trace.columns.clear();
    trace.points.clear();
    trace.min = trace.max = 0.0f;
    trace.empty = true;
    if (history.empty() || window.width_px <= 0) return;
    if (window.end_s() <= history.oldest_s() || window.start_s >= history.end_s()) return;
    const auto first = history.sample_at_or_after(window.start_s), last = history.sample_at_or_after(window.end_s());
    const auto breakpoints =
        first_breakpoint_at(history, window.end_s()) - first_breakpoint_at(history, window.start_s);
    const bool few = last - first < window.width_px && breakpoints < std::ptrdiff_t{4} * window.width_px;
    if (few) {
        // One sample beyond each edge, so that the line runs on to it.
        draw_points(history, lane, window, std::max(first - 1, history.oldest_sample()),
                    std::min(last + 1, history.end_sample()), drawn_peak_mv, trace);
    } else {
        draw_columns(history, lane, window, drawn_peak_mv, trace);
    }
}

} // namespace soma::scope
