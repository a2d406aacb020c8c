#include "Editor/Scope/ScopeLayout.h"

#include <algorithm>

namespace soma::editor {

namespace {

constexpr float lane_gap = 10.0f, density_height = 14.0f, most_raster = 72.0f, current_margin = 4.0f;

float pitch_of(const Metrics& metrics, int rows) {
    if (metrics.kind == Metrics::Kind::projector) return rows == 1 ? 16.0f : 10.0f;
    const float wanted = rows == 1 ? 8.0f : 6.5f;
    return std::min(wanted, most_raster / static_cast<float>(std::max(rows, 1)));
}

} // namespace

ScopeLayout ScopeLayout::of(juce::Rectangle<float> area, const Metrics& metrics, int rows, bool density) {
    ScopeLayout layout;
    const float bottom = metrics.axis * 2.0f - (metrics.kind == Metrics::Kind::projector ? 4.0f : 0.0f);
    const float top = metrics.kind == Metrics::Kind::projector ? 6.0f : 10.0f;
    const float left = area.getX() + static_cast<float>(metrics.axis_width);
    const float right = area.getRight() - static_cast<float>(metrics.gutter);
    layout.plot = {left, area.getY() + top, std::max(right - left, 10.0f),
                   std::max(area.getHeight() - top - bottom, 40.0f)};
    layout.raster_pitch = pitch_of(metrics, rows);
    const float raster_height =
        density ? density_height + lane_gap : static_cast<float>(rows) * layout.raster_pitch + lane_gap;
    auto rest = layout.plot;
    layout.raster = rest.removeFromTop(raster_height);
    layout.current = rest.removeFromBottom(static_cast<float>(metrics.current_lane));
    layout.voltage = rest.withTrimmedBottom(lane_gap);
    layout.axis_right = left - 7.0f;
    layout.gutter_left = right + 8.0f;
    layout.gutter_right = area.getRight() - 4.0f;
    layout.labels_y = layout.plot.getBottom() + metrics.axis + 5.0f;
    return layout;
}

float ScopeLayout::y_of_mv(const scope::Axis& axis, double mv) const {
    return voltage.getY() + static_cast<float>(axis.y_px(mv, static_cast<double>(voltage.getHeight())));
}

double ScopeLayout::mv_at(const scope::Axis& axis, float y) const {
    return axis.high - (axis.high - axis.low) * static_cast<double>((y - voltage.getY()) / voltage.getHeight());
}

float ScopeLayout::y_of_pa(double low_pa, double high_pa, double pa) const {
    const float share = static_cast<float>((pa - low_pa) / (high_pa - low_pa));
    return current.getBottom() - current_margin - share * (current.getHeight() - 2.0f * current_margin);
}

} // namespace soma::editor
