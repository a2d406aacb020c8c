#include "Editor/Scope/ScopeGrid.h"

#include "Look/FigurePaint.h"
#include "Look/NumberFormat.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace soma::editor {

void ScopeGrid::draw(juce::Graphics& g, const ScopeGridKey& key, const Theme& theme, const Metrics& metrics) {
    if (!(key == key_) || image_.isNull()) {
        key_ = key;
        const auto size = [&](int logical) {
            return std::max(1, juce::roundToInt(static_cast<float>(logical) * key.scale));
        };
        image_ = juce::Image{juce::Image::RGB, size(key.width), size(key.height), false};
        juce::Graphics layer{image_};
        layer.addTransform(juce::AffineTransform::scale(key.scale));
        render(layer, theme, metrics);
    }
    g.drawImageTransformed(image_, juce::AffineTransform::scale(1.0f / key_.scale));
}

void ScopeGrid::render(juce::Graphics& g, const Theme& theme, const Metrics& metrics) const {
    g.fillAll(theme[Token::panel]);
    g.setColour(theme[Token::plot]);
    g.fillRoundedRectangle(key_.layout.plot, 4.0f);
    time_axis(g, theme, metrics);
    voltage_axis(g, theme, metrics);
    current_axis(g, theme, metrics);
    reference_lines(g, theme, metrics);
}

void ScopeGrid::time_axis(juce::Graphics& g, const Theme& theme, const Metrics& metrics) const {
    const auto& layout = key_.layout;
    const Type type{Face::mono, metrics.axis, theme[Token::text2]};
    const double division = key_.ms_per_division, span = division * scope::divisions;
    float last_label_right = -1e9f;
    for (double line = std::ceil(key_.start_ms / division - 1e-6); line * division <= key_.start_ms + span * (1 + 1e-9);
         line += 1.0) {
        const double ms = line * division;
        const float x = layout.plot.getX() + static_cast<float>((ms - key_.start_ms) / span) * layout.plot.getWidth();
        const bool is_zero = std::abs(line) < 0.5;
        for (const auto& lane : {layout.voltage, layout.current})
            draw_vertical_grid_line(g, theme, x, lane, is_zero, 1.0f / key_.scale);
        const TextLine label{fixed(ms, key_.time_decimals), type};
        const float label_left = x - label.width() / 2.0f;
        if (label_left < last_label_right + 6.0f) continue;
        draw_text_at(g, label, label_left, layout.labels_y, label.width() + 1.0f);
        last_label_right = label_left + label.width();
    }
    const TextLine unit{"ms", {Face::regular, metrics.axis, theme[Token::text2]}};
    draw_text_at(g, unit, std::max(layout.plot.getRight() + metrics.axis * 0.95f + 8.0f, last_label_right + 5.0f),
                 layout.labels_y, layout.gutter_right - layout.plot.getRight());
}

void ScopeGrid::voltage_axis(juce::Graphics& g, const Theme& theme, const Metrics& metrics) const {
    const auto& layout = key_.layout;
    const Type type{Face::mono, metrics.axis, theme[Token::text2]};
    const float room = layout.axis_right;
    for (int i = 0; i < key_.voltage.line_count(); ++i) {
        const double mv = key_.voltage.line(i);
        const float y = layout.y_of_mv(key_.voltage, mv);
        draw_horizontal_grid_line(g, theme, y, layout.plot, false, 1.0f / key_.scale);
        const bool clear_of_unit = y > layout.voltage.getY() + metrics.axis * 0.55f;
        const bool clear_of_current = y < layout.current.getY() - metrics.axis * 0.4f;
        if (clear_of_unit && clear_of_current)
            draw_text_at(g, {fixed(mv, key_.voltage.decimals()), type}, 0.0f, y + metrics.axis * baseline_drop, room,
                         Align::right);
    }
    draw_text_at(g, {"mV", {Face::semibold, metrics.axis, theme[Token::vm]}}, 0.0f, layout.voltage.getY() - 2.0f, room,
                 Align::right);
}

void ScopeGrid::current_axis(juce::Graphics& g, const Theme& theme, const Metrics& metrics) const {
    const auto& layout = key_.layout;
    const Type type{Face::mono, metrics.axis, theme[Token::text2]};
    const auto y_of = [&](double pa) { return layout.y_of_pa(key_.current_low_pa, key_.current_high_pa, pa); };
    draw_horizontal_grid_line(g, theme, y_of(0.0), layout.plot, true, 1.0f / key_.scale);
    float printed_y = 1e9f;
    for (const double pa : {key_.current_high_pa, 0.0, key_.current_low_pa}) {
        const float y = y_of(pa) + metrics.axis * (pa > 0.0 ? 0.5f : 0.3f);
        if (std::abs(y - printed_y) < metrics.axis) continue;
        printed_y = y;
        const int decimals = std::abs(pa) >= 1.0 || std::abs(pa) < 1e-12 ? 0 : 3;
        draw_text_at(g, {fixed(pa, decimals), type}, 0.0f, y, layout.axis_right, Align::right);
    }
    const float y = y_of(std::max(key_.current_high_pa, 0.0)) + metrics.axis * 0.4f;
    const float room = layout.gutter_right - layout.gutter_left;
    draw_text_at(g, {"I", {Face::semibold, metrics.axis, theme[Token::cur]}}, layout.gutter_left, y, room);
    draw_text_at(g, {"pA", {Face::regular, metrics.axis, theme[Token::cur]}}, layout.gutter_left, y, room,
                 Align::right);
    const Type word{Face::semibold, metrics.axis, theme[Token::spike]};
    TextLine spikes{key_.neurons == 1 ? std::string("spikes") : fixed(key_.neurons, 0) + " neurons", word};
    if (spikes.width() > room) spikes = {fixed(key_.neurons, 0) + " cells", word};
    draw_text_at(g, spikes, layout.gutter_left, layout.plot.getY() + 6.0f + metrics.axis * 0.6f, room);
}

void ScopeGrid::reference_lines(juce::Graphics& g, const Theme& theme, const Metrics& metrics) const {
    const auto& layout = key_.layout;
    const float scale = metrics.kind == Metrics::Kind::projector ? 1.7f : 1.0f;
    for (const auto& line : key_.lines) {
        const float y = layout.y_of_mv(key_.voltage, line.value_mv);
        if (y < layout.voltage.getY() || y > layout.voltage.getBottom()) continue;
        draw_reference_line(g, y, layout.plot, theme[line.hue].withMultipliedAlpha(0.95f), metrics.reference_line,
                            line.dash, scale);
    }
}

void draw_gutter(juce::Graphics& g, std::vector<GutterLabel>& labels, const ScopeLayout& layout, float pitch) {
    std::ranges::sort(labels, {}, &GutterLabel::y);
    std::vector<float> wanted_y;
    for (const auto& label : labels) wanted_y.push_back(label.y);
    const auto placed = spread_labels(wanted_y, pitch, std::numeric_limits<float>::infinity());
    const float right = layout.plot.getRight(), room = layout.gutter_right - layout.gutter_left;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto& label = labels[i];
        if (std::abs(placed[i] - label.y) > 1.0f) {
            g.setColour(label.colour);
            g.drawLine(right, label.y, right + 4.0f, placed[i], 1.0f);
        }
        const float baseline = placed[i] + label.name.px() * baseline_drop;
        OverflowRecorder::report(label.name.plain() + label.value.plain(), label.name.width() + label.value.width(),
                                 room);
        draw_text_at(g, label.name, layout.gutter_left, baseline, room);
        draw_text_at(g, label.value, layout.gutter_left, baseline, room, Align::right);
    }
}

} // namespace soma::editor
