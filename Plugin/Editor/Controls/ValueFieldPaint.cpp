#include "Editor/Controls/ValueField.h"

#include "Look/NumberFormat.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

float ValueField::value_px() const {
    const auto& m = metrics();
    if (look_.px > 0.0f) return look_.px;
    switch (look_.style) {
    case FieldLook::Style::row:
        return m.value;
    case FieldLook::Style::circuit:
        return projected() ? 18.0f : 12.0f;
    case FieldLook::Style::chip:
    case FieldLook::Style::toolbar:
        break;
    }
    return m.toolbar_value;
}

float ValueField::unit_px() const {
    return look_.style == FieldLook::Style::circuit ? value_px() * 0.88f : metrics().unit;
}

ValueField::Layout ValueField::layout() const {
    const auto area = text_area();
    const bool row = look_.style == FieldLook::Style::row;
    const bool tight = look_.px > 0.0f;
    const float pad = row ? static_cast<float>(metrics().row_padding) : tight ? 5.0f : 8.0f;
    const auto inner = area.withTrimmedLeft(pad + lead_width()).withTrimmedRight(pad);
    const TextLine unit{shown_.unit, type(Face::regular, unit_px(), Token::text3)};
    const TextLine value{shown_.text, type(Face::mono_medium, value_px(), Token::text)};
    const TextLine label{look_.label, type(Face::regular, row ? metrics().row_label : value_px(), Token::text)};
    const float unit_width = row ? std::max(unit.width(), static_cast<float>(metrics().unit_width)) : unit.width();
    const float gap = unit_width > 0.0f ? (row ? 6.0f : 4.0f) : 0.0f;
    Layout made;
    made.unit = inner.withLeft(inner.getRight() - unit_width);
    const float value_right = made.unit.getX() - gap;
    const float label_right = label.empty() ? inner.getX() : inner.getX() + label.width() + 3.0f;
    made.value = inner.withLeft(std::min(label_right, value_right)).withRight(value_right);
    made.label = inner.withRight(std::max(inner.getX(), value_right - value.width() - 2.0f));
    return made;
}

void ValueField::resized() {
    if (!text_) return;
    const auto place = layout().value.expanded(3.0f, 0.0f);
    text_->setBounds(place.toNearestInt().reduced(0, 3));
}

void ValueField::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    const float radius = metrics().field_radius;
    const bool hot = dragging_ || (isMouseOver(true) && !model_->locked());
    fill(g, area, radius, typing() ? Token::plot : hot ? Token::raised_hi : Token::raised);
    if (look_.style == FieldLook::Style::row)
        paint_row(g);
    else
        paint_compact(g);
    if (refused()) {
        g.setColour(colour(Token::alert));
        g.drawRoundedRectangle(area.reduced(0.75f), radius, 1.5f);
    }
    if (shown_.learning) {
        juce::Path outline, dashed;
        outline.addRoundedRectangle(area.reduced(1.0f), radius);
        const float dashes[]{4.0f, 3.0f};
        juce::PathStrokeType(1.5f).createDashedStroke(dashed, outline, dashes, 2);
        g.setColour(colour(Token::text));
        g.fillPath(dashed);
    }
    if (typing()) {
        g.setColour(colour(Token::focus));
        g.drawRoundedRectangle(area.reduced(1.0f), radius, 2.0f);
    }
    draw_focus_ring(g, radius);
}

void ValueField::paint_row(juce::Graphics& g) {
    const auto meta = model_->control_meta();
    const auto& m = metrics();
    const bool locked = shown_.locked, dim = locked || dimmed();
    auto place = layout();
    if (locked) {
        draw_icon(g, Icon::lock, place.label.withWidth(14.0f), 14.0f, colour(Token::text3));
        place.label.removeFromLeft(20.0f);
    }
    // text3 may not stand on the hover ground.
    const bool hot = dragging_ || (isMouseOver(true) && !locked);
    const auto quiet = hot ? Token::text2 : Token::text3;
    draw_text(g, {look_.label, type(Face::regular, m.row_label, dim ? quiet : Token::text2)}, place.label);
    if (look_.bar) paint_bar(g, meta);
    draw_text(g, {shown_.unit, type(Face::regular, unit_px(), quiet)}, place.unit);
    if (!typing())
        draw_text(g, {shown_.text, type(Face::mono_medium, m.value, dim ? quiet : Token::text)}, place.value,
                  Align::right);
}

void ValueField::paint_bar(juce::Graphics& g, const Parameter& meta) {
    const auto area = getLocalBounds().toFloat();
    const juce::Graphics::ScopedSaveState saved{g};
    juce::Path corners;
    corners.addRoundedRectangle(area, metrics().field_radius);
    g.reduceClipRegion(corners);
    const auto track = area.withTop(area.getBottom() - metrics().bar);
    g.setColour(colour(Token::line));
    g.fillRect(track);
    const bool bipolar = meta.min < 0.0 && meta.max > 0.0 && meta.unit != "dB";
    const auto x_of = [&](double value) {
        return area.getX() + area.getWidth() * static_cast<float>(to_position(meta, value));
    };
    const auto segment = [&](double from, double to, Token token) {
        const float a = x_of(from), b = x_of(to);
        g.setColour(colour(token));
        g.fillRect(track.withLeft(std::min(a, b)).withRight(std::max(a, b)));
    };
    const double origin = bipolar ? 0.0 : meta.min;
    segment(origin, shown_.value, shown_.locked || dimmed() ? Token::text3 : look_.hue);
    if (std::abs(shown_.live - shown_.value) > 1e-9 * (std::abs(shown_.value) + 1e-9))
        segment(shown_.value, shown_.live, Token::text);
    if (bipolar) {
        g.setColour(colour(Token::text3));
        g.fillRect(juce::Rectangle<float>{x_of(0.0) - 0.75f, area.getBottom() - 7.0f, 1.5f, 7.0f});
    }
}

void ValueField::paint_compact(juce::Graphics& g) {
    const auto place = layout();
    const bool hot = dragging_ || (isMouseOver(true) && !shown_.locked);
    const auto quiet = hot ? Token::text2 : Token::text3;
    const float label_px = look_.style == FieldLook::Style::chip ? metrics().label : value_px();
    draw_text(g, {look_.label, type(Face::semibold, label_px, shown_.locked ? quiet : look_.hue)}, place.label);
    draw_text(g, {shown_.unit, type(Face::regular, unit_px(), quiet)}, place.unit);
    if (!typing())
        draw_text(g, {shown_.text, type(Face::mono_medium, value_px(), shown_.locked ? quiet : Token::text)},
                  place.value, Align::right);
}

} // namespace soma::editor
