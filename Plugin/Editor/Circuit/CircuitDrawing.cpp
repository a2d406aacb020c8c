#include "Editor/Circuit/CircuitDrawing.h"

#include "Look/NumberFormat.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

/// Sizes of the drawing, in the projector 1.25 times as large.
class Pen {
  public:
    Pen(juce::Graphics& graphics, const CircuitLayout& layout, const Theme& theme, const Metrics& metrics)
        : g(graphics)
        , layout_(layout)
        , theme_(theme)
        , stroke_(metrics.circuit_stroke)
        , k(metrics.circuit_scale) {}

    void begin(float wire_x, Token hue) {
        x_ = wire_x;
        colour_ = theme_[hue];
        g.setColour(colour_);
    }

    void wire(float from, float to) { line(x_, from, x_, to, stroke_); }

    void line(float x1, float y1, float x2, float y2, float width) {
        juce::Path path;
        path.startNewSubPath(x1, y1);
        path.lineTo(x2, y2);
        stroke(path, width);
    }

    void stroke(const juce::Path& path, float width) {
        g.strokePath(path, {width, juce::PathStrokeType::curved, juce::PathStrokeType::rounded});
    }

    void source(float y, bool inwards) {
        wire(layout_.inside_y, y - 15.0f * k);
        wire(y + 15.0f * k, layout_.outside_y);
        g.drawEllipse(x_ - 15.0f * k, y - 15.0f * k, 30.0f * k, 30.0f * k, stroke_);
        const float tip = inwards ? -8.0f * k : 8.0f * k, barb = inwards ? 5.0f * k : -5.0f * k;
        juce::Path arrow;
        arrow.startNewSubPath(x_, y - tip);
        arrow.lineTo(x_, y + tip);
        arrow.startNewSubPath(x_ - 4.5f * k, y + tip + barb);
        arrow.lineTo(x_, y + tip);
        arrow.lineTo(x_ + 4.5f * k, y + tip + barb);
        stroke(arrow, stroke_);
    }

    void capacitor() {
        const float y = layout_.middle_y();
        for (const float side : {-1.0f, 1.0f}) {
            wire(side < 0.0f ? layout_.inside_y : layout_.outside_y, y + side * 4.0f * k);
            line(x_ - 13.0f * k, y + side * 4.0f * k, x_ + 13.0f * k, y + side * 4.0f * k, stroke_ * 1.3f);
        }
    }

    /// Longer plate towards the positive end; `above` is inside.
    void battery(float y, bool above) {
        const float half = 2.6f * k, longer = above ? y - half : y + half, shorter = above ? y + half : y - half;
        line(x_ - 9.0f * k, longer, x_ + 9.0f * k, longer, stroke_);
        line(x_ - 5.0f * k, shorter, x_ + 5.0f * k, shorter, stroke_ * 1.7f);
        const TextLine plus{"+", {Face::regular, layout_.type_px * 0.9f, colour_}};
        plus.draw(g, x_ - 3.5f * k - plus.width() - 1.0f, longer + (above ? -3.5f : 10.0f) * k);
        g.setColour(colour_);
    }

    void resistor(bool gated, bool positive) {
        const float top = layout_.inside_y + 16.0f * k, end = top + 36.0f * k;
        const float battery_y = layout_.outside_y - 26.0f * k, half = 2.6f * k;
        wire(layout_.inside_y, top);
        constexpr int teeth = 6;
        const float pitch = (end - top) / teeth;
        juce::Path zigzag;
        zigzag.startNewSubPath(x_, top);
        for (int i = 0; i < teeth; ++i)
            zigzag.lineTo(x_ + (i % 2 == 0 ? 6.0f : -6.0f) * k, top + pitch * (static_cast<float>(i) + 0.5f));
        zigzag.lineTo(x_, end);
        stroke(zigzag, stroke_);
        if (gated) {
            juce::Path arrow;
            const juce::Point<float> tip{x_ + 12.0f * k, top + 2.0f};
            arrow.startNewSubPath(x_ - 13.0f * k, end - 2.0f);
            arrow.lineTo(tip);
            arrow.startNewSubPath(tip.translated(-5.5f * k, 0.6f * k));
            arrow.lineTo(tip);
            arrow.lineTo(tip.translated(-1.6f * k, 5.3f * k));
            stroke(arrow, stroke_);
        }
        wire(end, battery_y - half);
        battery(battery_y, positive);
        wire(battery_y + half, layout_.outside_y);
    }

    void reset_switch(bool positive) {
        const float top = layout_.inside_y + 18.0f * k, battery_y = layout_.outside_y - 26.0f * k, half = 2.6f * k;
        wire(layout_.inside_y, top);
        line(x_ + 15.0f * k, top + 9.0f * k, x_, top + 34.0f * k, stroke_);
        for (const float y : {top + 2.0f * k, top + 36.0f * k}) {
            const juce::Rectangle<float> knob{x_ - 2.6f * k, y - 2.6f * k, 5.2f * k, 5.2f * k};
            g.setColour(theme_[Token::panel]);
            g.fillEllipse(knob);
            g.setColour(colour_);
            g.drawEllipse(knob, stroke_);
        }
        wire(top + 39.0f * k, battery_y - half);
        battery(battery_y, positive);
        wire(battery_y + half, layout_.outside_y);
    }

    void box(std::string_view word) {
        const float y = layout_.middle_y(), half = 19.0f * k;
        wire(layout_.inside_y, y - half);
        wire(y + half, layout_.outside_y);
        const juce::Rectangle<float> frame{x_ - half, y - half, 2.0f * half, 2.0f * half};
        g.drawRoundedRectangle(frame, 5.0f, stroke_);
        draw_text(g, {word, {Face::semibold, layout_.type_px, colour_}}, frame, Align::centre);
    }

  private:
    juce::Graphics& g;
    const CircuitLayout& layout_;
    const Theme& theme_;
    float stroke_, k, x_ = 0.0f;
    juce::Colour colour_;
};

/// How far a part reaches to the left of its wire.
float left_of(Element element, float k) {
    switch (element) {
    case Element::current_source:
    case Element::after_spike:
        return 15.0f * k;
    case Element::capacitor:
    case Element::conductance:
        return 13.0f * k;
    case Element::equation:
        return 19.0f * k;
    case Element::resistor:
    case Element::reset_switch:
        break;
    }
    return 9.0f * k;
}

float lead_of(Element element, float k) {
    switch (element) {
    case Element::current_source:
    case Element::after_spike:
        return 20.0f * k;
    case Element::capacitor:
        return 19.0f * k;
    case Element::reset_switch:
        return 24.0f * k;
    case Element::equation:
        return 26.0f * k;
    case Element::resistor:
    case Element::conductance:
        break;
    }
    return 16.0f * k;
}

int columns_of(const Branch& branch) {
    int columns = 1;
    for (const auto& field : branch.fields) columns = std::max(columns, field.column + 1);
    return columns;
}

float field_width(const Branch& branch, float px, float padding) {
    float widest = 0.0f;
    const float digit = text_width(font(Face::mono_medium, px), "0");
    for (const auto& field : branch.fields) {
        const auto unit = field.quantity.unit.empty() ? parameter(field.quantity.id).unit : field.quantity.unit;
        const TextLine symbol{field.symbol, {Face::semibold, px, {}}};
        const float unit_width = text_width(font(Face::regular, px * 0.88f), utf8(unit));
        // Room for four characters and a sign, or for the default where that is longer.
        const auto& row = parameter(field.quantity.id);
        const double usual = row.default_value * field.quantity.factor;
        const auto sign = row.min < 0.0 ? 1 : 0;
        const int usual_length = row.scale == Scale::integer ? 1 : utf8(significant(std::abs(usual))).length();
        const float value = digit * static_cast<float>(std::max(4, usual_length) + sign);
        widest = std::max(widest,
                          symbol.width() + value + unit_width + (unit.empty() ? 0.0f : 4.0f) + 2.0f * padding + 8.0f);
    }
    return std::ceil(widest);
}

} // namespace

CircuitLayout CircuitLayout::of(juce::Rectangle<float> area, const std::vector<Branch>& branches,
                                const Metrics& metrics) {
    CircuitLayout layout;
    const bool projector = metrics.kind == Metrics::Kind::projector;
    const float k = metrics.circuit_scale;
    layout.type_px = projector ? 18.0f : 12.0f;
    layout.inside_y = area.getY() + (projector ? 46.0f : 22.0f);
    layout.outside_y = area.getBottom() - (projector ? 38.0f : 22.0f);
    layout.left = area.getX() + (projector ? 34.0f : 18.0f);
    layout.right = area.getRight() - (projector ? 18.0f : 4.0f);

    constexpr float column_gap = 4.0f;
    const auto count = static_cast<float>(branches.size());
    const auto measure = [&](float px, float padding) {
        float sum = 0.0f;
        for (const auto& branch : branches) {
            const float columns = static_cast<float>(columns_of(branch));
            if (&branch != &branches.front()) sum += left_of(branch.element, k);
            sum += lead_of(branch.element, k) + columns * (field_width(branch, px, padding) + column_gap) - column_gap;
        }
        return sum;
    };
    const float room = layout.right - layout.left, least_gap = 2.0f;
    float px = layout.type_px, padding = 8.0f;
    if (measure(px, padding) + (count - 1.0f) * least_gap > room) {
        layout.tight = true;
        px = projector ? 16.0f : 11.0f;
        padding = 5.0f;
    }
    const float spare = room - measure(px, padding);
    const float gap = count > 1.0f ? spare / (count - 1.0f) : 0.0f;
    const float squeeze = gap < 1.0f ? std::min(1.0f, (room - (count - 1.0f)) / measure(px, padding)) : 1.0f;
    const bool gates = std::ranges::any_of(branches, [](const Branch& branch) { return branch.gate != Gate::none; });
    const float height = static_cast<float>(metrics.circuit_field);
    const float stack_pitch = std::min(height + 4.0f, (layout.outside_y - layout.inside_y - 8.0f) / 6.0f);
    const float stack_height = std::min(height, stack_pitch - 2.0f);

    float x = layout.left;
    for (const auto& branch : branches) {
        const float lead = lead_of(branch.element, k) * squeeze;
        const float width = field_width(branch, px, padding) * squeeze;
        if (&branch != &branches.front()) x += left_of(branch.element, k) * squeeze;
        const float wire = x;
        layout.wires.push_back(wire);
        const float field_x = wire + lead;
        auto& places = layout.fields.emplace_back();
        int rows = 0;
        const bool gated = branch.gate != Gate::none;
        for (const auto& field : branch.fields) {
            const float left = field_x + static_cast<float>(field.column) * (width + column_gap);
            float y = layout.middle_y();
            float tall = height;
            switch (field.place) {
            case CircuitField::Place::middle:
                y += static_cast<float>(field.row) * (height + 4.0f);
                break;
            case CircuitField::Place::top: {
                const bool two = branch.element == Element::reset_switch;
                const float raise = gates ? -9.0f : two ? (projector ? -14.0f : -10.0f) : projector ? -12.0f : 0.0f;
                const float second =
                    projector ? layout.middle_y() + 1.0f - (layout.inside_y + 34.0f * k + raise) : 30.0f;
                y = layout.inside_y + 34.0f * k + raise + static_cast<float>(field.row) * second;
                break;
            }
            case CircuitField::Place::foot:
                y = layout.outside_y - 26.0f * k + (projector ? 6.0f : 0.0f);
                break;
            case CircuitField::Place::stack:
                y = layout.inside_y + 5.0f + stack_pitch * (static_cast<float>(field.row) + 0.5f);
                tall = stack_height;
                rows = std::max(rows, field.row + 1);
                break;
            }
            places.push_back({left, y - tall / 2.0f, width, tall});
        }
        const bool has_bar = gated && !places.empty();
        layout.gates.push_back(has_bar
                                   ? juce::Rectangle<float>{field_x, places[0].getBottom() + 6.0f * k, width, 4.0f * k}
                                   : juce::Rectangle<float>{});
        const float stack_end = layout.inside_y + 5.0f + stack_pitch * static_cast<float>(rows);
        layout.equations.push_back(branch.equation.empty()
                                       ? juce::Rectangle<float>{}
                                       : juce::Rectangle<float>{field_x, stack_end + 2.0f, layout.right - field_x,
                                                                layout.outside_y - stack_end - 4.0f});
        x += lead + static_cast<float>(columns_of(branch)) * (width + column_gap) - column_gap + std::max(gap, 1.0f);
    }
    return layout;
}

void draw_circuit(juce::Graphics& g, const CircuitLayout& layout, const std::vector<Branch>& branches,
                  const std::vector<bool>& positive, const Theme& theme, const Metrics& metrics) {
    Pen pen{g, layout, theme, metrics};
    const auto rail = [&](float y, Token hue) {
        pen.begin(layout.left, hue);
        pen.line(layout.wires.empty() ? layout.left : layout.wires.front(), y, layout.right, y, metrics.circuit_stroke);
    };
    rail(layout.inside_y, Token::vm);
    rail(layout.outside_y, Token::leak);
    for (std::size_t i = 0; i < branches.size(); ++i) {
        const auto& branch = branches[i];
        pen.begin(layout.wires[i], branch.hue);
        switch (branch.element) {
        case Element::current_source:
            pen.source(layout.middle_y(), true);
            break;
        case Element::after_spike:
            pen.source(layout.middle_y(), positive[i]);
            break;
        case Element::capacitor:
            pen.capacitor();
            break;
        case Element::resistor:
        case Element::conductance:
            pen.resistor(branch.element == Element::conductance, positive[i]);
            break;
        case Element::reset_switch:
            pen.reset_switch(positive[i]);
            break;
        case Element::equation:
            pen.box("f(V)");
            break;
        }
    }
    const float radius = 3.5f * metrics.circuit_scale;
    g.setColour(theme[Token::vm]);
    g.fillEllipse(juce::Rectangle<float>{2.0f * radius, 2.0f * radius}.withCentre({layout.right, layout.inside_y}));
}

} // namespace soma::editor
