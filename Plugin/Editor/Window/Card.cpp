#include "Editor/Window/Card.h"

#include <algorithm>

namespace soma::editor {

Card::Card(Context& shared)
    : Widget(shared)
    , close_(shared, "Close (Esc)", Icon::cross, 15.0f) {
    viewport_.setScrollBarsShown(true, false, true, false);
    viewport_.setScrollBarThickness(6);
    viewport_.setWantsKeyboardFocus(false);
    close_.pressed = [this] { close(); };
    viewport_.setExplicitFocusOrder(1);
    close_.setExplicitFocusOrder(2);
    addAndMakeVisible(viewport_);
    addAndMakeVisible(close_);
}

void Card::refresh() {
    if (auto* part = dynamic_cast<Widget*>(content_.get())) part->refresh();
}

int Card::title_height() const { return static_cast<int>(metrics().section * 1.8f) + metrics().card_margin; }

void Card::open(const juce::String& title, std::unique_ptr<juce::Component> content, int width, int height) {
    setTitle(title);
    content_ = std::move(content);
    width_ = width;
    height_ = height;
    viewport_.setViewedComponent(content_.get(), false);
    setVisible(true);
    toFront(false);
    if (opened) opened();
}

/// The content goes with it: it may watch devices.
void Card::close() {
    setVisible(false);
    viewport_.setViewedComponent(nullptr, false);
    content_.reset();
}

void Card::place(juce::Rectangle<int> window) {
    constexpr int narrow = 400;
    const int margin = metrics().card_margin;
    const int width = std::min(width_ + 2 * margin, window.getWidth() - 40);
    const int height =
        height_ == 0 ? window.getHeight() : std::min(height_ + title_height() + margin, window.getHeight());
    if (width_ < narrow)
        window = window.removeFromRight(width + metrics().card_gap).withTrimmedRight(metrics().card_gap);
    setBounds(window.withSizeKeepingCentre(width, height));
    resized();
}

void Card::resized() {
    auto room = getLocalBounds().reduced(metrics().card_margin);
    const int button = metrics().icon_button;
    close_.setBounds(room.getRight() - button, room.getY() - 4, button, button);
    room.setTop(title_height());
    viewport_.setBounds(room);
    if (content_ != nullptr)
        content_->setSize(room.getWidth() - (height_ > 0 ? 8 : 0), std::max(height_, room.getHeight()));
}

void Card::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    fill(g, area, 10.0f, Token::panel);
    g.setColour(colour(Token::line_strong));
    g.drawRoundedRectangle(area.reduced(0.5f), 10.0f, 1.0f);
    const auto line = area.reduced(static_cast<float>(metrics().card_margin)).withHeight(metrics().section * 1.5f);
    draw_text(g, {getTitle().toStdString(), type(Face::semibold, metrics().section, Token::text)},
              line.withTrimmedRight(static_cast<float>(metrics().icon_button)), Align::left, Fit::shorten);
}

void Card::paintOverChildren(juce::Graphics& g) {
    auto* focused = getCurrentlyFocusedComponent();
    if (focused == nullptr || !viewport_.isParentOf(focused)) return;
    g.setColour(colour(Token::focus));
    const auto ring = getLocalArea(focused, focused->getLocalBounds()).getIntersection(viewport_.getBounds());
    g.drawRoundedRectangle(ring.toFloat().reduced(1.0f), metrics().field_radius, 2.0f);
}

} // namespace soma::editor
