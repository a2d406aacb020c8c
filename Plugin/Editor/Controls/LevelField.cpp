#include "Editor/Controls/LevelField.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::editor {

LevelField::LevelField(Context& shared, Id id, FieldLook look)
    : ValueField(shared, model_of(shared.host.parameters(), {.id = id}), std::move(look))
    , id_(id)
    , speaker_(shared, "Mute " + utf8(parameter(id).label).toLowerCase(), Icon::speaker, 15.0f)
    , level_before_db_(std::max(parameter(id).default_value, -18.0)) {
    addAndMakeVisible(speaker_);
    speaker_.pressed = [this] { toggle(); };
    speaker_.set_icon(is_off() ? Icon::mute : Icon::speaker);
}

void LevelField::resized() {
    ValueField::resized();
    speaker_.setBounds(getLocalBounds().withWidth(static_cast<int>(lead_width()) + 10));
}

void LevelField::refresh() {
    ValueField::refresh();
    if (!is_off()) level_before_db_ = model().value();
    speaker_.set_icon(is_off() ? Icon::mute : Icon::speaker);
}

void LevelField::toggle() { set_to(is_off() ? level_before_db_ : parameter(id_).min); }

TimeScaleField::TimeScaleField(Context& shared)
    : ValueField(shared, model_of(shared.host.parameters(), {.id = Id::time_scale}),
                 {.label = "Time scale", .hue = Token::text}) {}

juce::Rectangle<float> TimeScaleField::text_area() const {
    const float shift = static_cast<float>(metrics().unit_width + 6);
    const auto area = getLocalBounds().toFloat();
    return area.withHeight(area.getHeight() * 0.64f).withRight(area.getRight() + shift);
}

juce::Rectangle<float> TimeScaleField::slider() const {
    const auto area = getLocalBounds().toFloat().reduced(static_cast<float>(metrics().row_padding), 0.0f);
    return area.withTop(area.getHeight() * 0.5f);
}

void TimeScaleField::paint_bar(juce::Graphics& g, const Parameter& meta) {
    const auto place = slider();
    const float y = place.getY() + place.getHeight() * 0.32f;
    const auto x_of = [&](double value) {
        return place.getX() + place.getWidth() * static_cast<float>(to_position(meta, value));
    };
    g.setColour(colour(Token::line_strong));
    g.fillRoundedRectangle(place.getX() - 1.0f, y - 1.0f, place.getWidth() + 2.0f, 2.0f, 1.0f);
    for (const double tick : {0.02, 0.1, 1.0, 10.0, 100.0, 1000.0})
        g.fillRect(juce::Rectangle<float>{x_of(tick) - 0.5f, y - 3.0f, 1.0f, 6.0f});
    const float radius = projected() ? 7.0f : 5.0f;
    g.setColour(colour(Token::text));
    g.fillEllipse(juce::Rectangle<float>{2.0f * radius, 2.0f * radius}.withCentre({x_of(shown_value()), y}));
}

void TimeScaleField::mouseDown(const juce::MouseEvent& event) {
    sliding_ = slider().contains(event.position) && !event.mods.isPopupMenu() && !event.mods.isAltDown();
    ValueField::mouseDown(event);
}

void TimeScaleField::mouseDrag(const juce::MouseEvent& event) {
    if (!sliding_) {
        ValueField::mouseDrag(event);
        return;
    }
    if (model().locked()) return;
    constexpr float hold_px = 4.0f;
    const auto place = slider();
    const float unity_x = place.getX() + place.getWidth() * static_cast<float>(to_position(model().meta(), 1.0));
    const float x = std::abs(event.position.x - unity_x) < hold_px ? unity_x : event.position.x;
    drag_to(std::clamp((x - place.getX()) / place.getWidth(), 0.0f, 1.0f));
}

ToggleRow::ToggleRow(Context& shared, const juce::String& label, std::function<std::string()> value)
    : Button(shared, label)
    , label_(label)
    , value_(std::move(value)) {
    ToggleRow::refresh();
}

void ToggleRow::refresh() {
    auto now = value_();
    if (now == shown_) return;
    shown_ = std::move(now);
    setTitle(label_ + ": " + utf8(shown_));
    repaint();
}

void ToggleRow::paint(juce::Graphics& g) {
    const auto& m = metrics();
    const auto area = getLocalBounds().toFloat();
    fill(g, area, m.field_radius, hovered() ? Token::raised_hi : Token::raised);
    const auto inner = area.reduced(static_cast<float>(m.row_padding), 0.0f);
    const auto ink = on() ? Token::text : hovered() ? Token::text2 : Token::text3;
    draw_text(g, {label_.toStdString(), type(Face::regular, m.row_label, on() ? Token::text2 : ink)}, inner);
    const float unit = static_cast<float>(m.unit_width + 6);
    const TextLine value{shown_, type(Face::mono_medium, m.value, ink)};
    const bool lines_up = value.width() < 40.0f;
    draw_text(g, value, inner.withTrimmedRight(lines_up ? unit : 0.0f), Align::right);
    draw_focus_ring(g, m.field_radius);
}

} // namespace soma::editor
