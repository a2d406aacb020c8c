#include "Editor/Scope/TraceShape.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

/// From so many lane heights of vertical way on, a trace is a band: drawn as one upright bar a column, whose cost does
/// not grow with the way.
constexpr float dense_travel = 60.0f;

} // namespace

const juce::Path& TraceShape::line() {
    path_.clear();
    std::size_t next = 0;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        if (next < begins_.size() && begins_[next] == i) {
            path_.startNewSubPath(points_[i]);
            ++next;
        } else if (points_[i] != points_[i - 1]) {
            path_.lineTo(points_[i]);
        }
    }
    return path_;
}

float TraceShape::travel() const {
    float sum = 0.0f;
    for (std::size_t i = 1; i < points_.size(); ++i) sum += std::abs(points_[i].y - points_[i - 1].y);
    return sum;
}

float TraceShape::length() const {
    float sum = 0.0f;
    for (std::size_t i = 1; i < points_.size(); ++i) sum += points_[i].getDistanceFrom(points_[i - 1]);
    return sum;
}

void TraceShape::stroke(juce::Graphics& g, float width, juce::Rectangle<float> lane) {
    if (points_.empty()) return;
    const juce::Graphics::ScopedSaveState saved{g};
    g.reduceClipRegion(lane.expanded(width).getSmallestIntegerContainer());
    if (travel() > dense_travel * lane.getHeight())
        stroke_dense(g, width, lane);
    else
        stroke_thin(g, width);
}

void TraceShape::stroke_thin(juce::Graphics& g, float width) {
    outline_.clear();
    juce::PathStrokeType{width, juce::PathStrokeType::curved, juce::PathStrokeType::rounded}.createStrokedPath(
        outline_, line(), {}, g.getInternalContext().getPhysicalPixelScaleFactor());
    g.fillPath(outline_);
}

void TraceShape::stroke_dense(juce::Graphics& g, float width, juce::Rectangle<float> lane) {
    const float scale = g.getInternalContext().getPhysicalPixelScaleFactor();
    const auto columns = static_cast<std::size_t>(std::ceil(lane.getWidth() * scale)) + 1;
    spans_.assign(columns, {});
    std::vector<bool>::size_type begin = 0;
    const auto cover = [&](juce::Point<float> a, juce::Point<float> b) {
        const auto column = static_cast<int>((b.x - lane.getX()) * scale);
        if (column < 0 || column >= static_cast<int>(columns)) return;
        auto& span = spans_[static_cast<std::size_t>(column)];
        const juce::Range<float> reach{std::min(a.y, b.y) - width / 2.0f, std::max(a.y, b.y) + width / 2.0f};
        span = span.isEmpty() ? reach : span.getUnionWith(reach);
    };
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const bool begins = begin < begins_.size() && begins_[begin] == i;
        if (begins) ++begin;
        cover(begins ? points_[i] : points_[i - 1], points_[i]);
    }
    // Lines keep their width: a column reaches half a line into its neighbours.
    const float spread = std::max(0.0f, (width - 1.0f / scale) / 2.0f);
    outline_.clear();
    for (std::size_t i = 0; i < columns; ++i)
        if (!spans_[i].isEmpty())
            g.fillRect(juce::Rectangle<float>{lane.getX() + static_cast<float>(i) / scale - spread,
                                              spans_[i].getStart(), 1.0f / scale + 2.0f * spread,
                                              spans_[i].getLength()});
}

void TraceShape::fill_to(juce::Graphics& g, float y) {
    path_.clear();
    for (std::size_t part = 0; part < begins_.size(); ++part) {
        const auto first = begins_[part], end = part + 1 < begins_.size() ? begins_[part + 1] : points_.size();
        path_.startNewSubPath(points_[first].x, y);
        for (auto i = first; i < end; ++i) path_.lineTo(points_[i]);
        path_.lineTo(points_[end - 1].x, y);
        path_.closeSubPath();
    }
    g.fillPath(path_);
}

float TraceShape::share_inside(juce::Rectangle<float> area) const {
    if (points_.empty()) return 0.0f;
    std::size_t inside = 0, across = 0;
    for (const auto& point : points_) {
        if (point.x < area.getX() || point.x > area.getRight()) continue;
        ++across;
        if (point.y > area.getY() && point.y < area.getBottom()) ++inside;
    }
    return across == 0 ? 0.0f : static_cast<float>(inside) / static_cast<float>(across);
}

} // namespace soma::editor
