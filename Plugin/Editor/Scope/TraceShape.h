#pragma once

#include "Scope/Columns.h"

#include <juce_graphics/juce_graphics.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace soma::editor {

/// Draws one trace of the scope. Memory is kept from frame to frame.
class TraceShape {
  public:
    /// `columns_per_px` device columns in a logical pixel; `y` takes a value to its height.
    template <class YOf>
    void build(const scope::Trace& trace, float left, float columns_per_px, YOf y) {
        points_.clear();
        begins_.clear();
        bool inside = false;
        const auto add = [&](float x, float value) {
            if (!inside) begins_.push_back(points_.size());
            inside = true;
            points_.push_back({x, y(value)});
        };
        for (std::size_t i = 0; i < trace.columns.size(); ++i) {
            const auto& column = trace.columns[i];
            if (!column.filled) {
                inside = false;
                continue;
            }
            const float x = left + (static_cast<float>(i) + 0.5f) / columns_per_px;
            const float low = y(column.min), high = y(column.max), from = y(column.first), to = y(column.last);
            const bool one_way = std::min(from, to) - high < 0.5f && low - std::max(from, to) < 0.5f;
            // A slope goes through the middle of its column: its two ends above each other would make a stair.
            if (one_way && std::abs(to - from) < upright_px) {
                add(x, (column.first + column.last) * 0.5f);
                continue;
            }
            add(x, column.first);
            // A peak that stands out is a separate stroke: a line that turns back on itself has no clean end.
            if (std::min(from, to) - high > stands_out_px || low - std::max(from, to) > stands_out_px) {
                inside = false;
                add(x, column.min);
                add(x, column.max);
                inside = false;
            } else {
                add(x, column.min_first ? column.min : column.max);
                add(x, column.min_first ? column.max : column.min);
            }
            add(x, column.last);
        }
        for (const auto& point : trace.points) {
            if (point.begins) inside = false;
            add(left + static_cast<float>(point.x_px) / columns_per_px, point.value);
        }
    }

    bool empty() const { return points_.empty(); }

    /// A line of this width, everywhere at least so wide, in the present colour.
    void stroke(juce::Graphics& g, float width, juce::Rectangle<float> lane);
    /// The area between the line and y.
    void fill_to(juce::Graphics& g, float y);
    /// The line as a path, for a ghost.
    const juce::Path& line();
    /// Its length in logical pixels.
    float length() const;
    /// How much of the rectangle's width has the line inside it, 0 … 1.
    float share_inside(juce::Rectangle<float> area) const;

  private:
    static constexpr float stands_out_px = 6.0f, upright_px = 24.0f;

    void stroke_thin(juce::Graphics& g, float width);
    void stroke_dense(juce::Graphics& g, float width, juce::Rectangle<float> lane);
    float travel() const;

    std::vector<juce::Point<float>> points_;
    std::vector<std::size_t> begins_;
    juce::Path path_, outline_;
    std::vector<juce::Range<float>> spans_;
};

} // namespace soma::editor
