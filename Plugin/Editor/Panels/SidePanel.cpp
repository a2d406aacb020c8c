#include "Editor/Panels/SidePanel.h"

#include <algorithm>

namespace soma::editor {

namespace {

constexpr int title_height = 20, title_gap = 2;

} // namespace

void SidePanel::refresh() {
    for (const auto& control : controls_)
        if (control->isVisible()) control->refresh();
}

void SidePanel::set_room(int height) {
    if (height == room_) return;
    room_ = height;
    resized();
}

void SidePanel::resized() {
    titles_.clear();
    lines_.clear();
    y_ = margin_above();
    first_ = true;
    lay_out();
    content_height_ = y_ - metrics().field_gap + margin_above();
    repaint();
}

void SidePanel::begin_section(bool first_line) {
    if (!first_) {
        y_ += metrics().section_above - metrics().field_gap;
        if (first_line) lines_.push_back(y_);
        y_ += 1 + metrics().section_below;
    }
    first_ = false;
}

void SidePanel::untitled_section() { begin_section(true); }

void SidePanel::section(const juce::String& title, juce::Component* at_right) {
    begin_section(true);
    const int height = projected() ? 28 : title_height;
    titles_.push_back({title, y_});
    if (at_right != nullptr) {
        const int left =
            metrics().card_margin + static_cast<int>(text_width(font(Face::semibold, metrics().section), title)) + 8;
        // Taller than it is drawn, so that a pointer hits it.
        const int spare = projected() ? 6 : 4;
        at_right->setBounds(left, y_ - spare, getWidth() - metrics().card_margin - left, height + 2 * spare);
    }
    y_ += height + title_gap + metrics().field_gap;
}

void SidePanel::to_the_foot(int height) {
    const int foot = room_ - margin_above() - height;
    if (foot > y_) {
        y_ = foot;
        first_ = true;
    }
}

juce::Rectangle<int> SidePanel::take(int height) {
    const juce::Rectangle<int> area{metrics().card_margin, y_, getWidth() - 2 * metrics().card_margin, height};
    y_ += height + metrics().field_gap;
    return area;
}

void SidePanel::row(juce::Component& component, int height) { component.setBounds(take(height)); }

void SidePanel::remove(const Widget& control) {
    std::erase_if(controls_, [&](const auto& held) { return held.get() == &control; });
}

void SidePanel::paint(juce::Graphics& g) {
    const auto width = static_cast<float>(getWidth());
    const auto margin = static_cast<float>(metrics().card_margin);
    const float height = projected() ? 28.0f : static_cast<float>(title_height);
    for (const auto& title : titles_)
        draw_text(g, {title.text.toStdString(), type(Face::semibold, metrics().section, Token::text)},
                  {margin, static_cast<float>(title.y), width - 2.0f * margin, height});
    g.setColour(colour(Token::line));
    for (const int y : lines_) g.fillRect(margin, static_cast<float>(y), width - 2.0f * margin, 1.0f);
}

} // namespace soma::editor
