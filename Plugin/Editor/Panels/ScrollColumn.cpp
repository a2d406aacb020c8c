#include "Editor/Panels/ScrollColumn.h"

#include <algorithm>

namespace soma::editor {

ScrollColumn::ScrollColumn(Context& shared, std::unique_ptr<SidePanel> panel)
    : Widget(shared)
    , panel_(std::move(panel)) {
    viewport_.setViewedComponent(panel_.get(), false);
    viewport_.setScrollBarsShown(true, false, true, false);
    viewport_.setScrollBarThickness(6);
    viewport_.setWantsKeyboardFocus(false);
    panel_->show_top = [this] { viewport_.setViewPosition(0, 0); };
    addAndMakeVisible(viewport_);
}

void ScrollColumn::refresh() {
    panel_->refresh();
    if (panel_->content_height() != laid_height_) resized();
    show_focused();
}

void ScrollColumn::show_focused() {
    auto* focused = juce::Component::getCurrentlyFocusedComponent();
    if (focused == last_focus_) return;
    last_focus_ = focused;
    if (focused == nullptr || !panel_->isParentOf(focused)) return;
    const auto area = panel_->getLocalArea(focused, focused->getLocalBounds());
    const auto seen = viewport_.getViewArea();
    if (area.getY() < seen.getY()) viewport_.setViewPosition(0, std::max(0, area.getY() - 8));
    if (area.getBottom() > seen.getBottom()) viewport_.setViewPosition(0, area.getBottom() + 8 - seen.getHeight());
}

void ScrollColumn::paint(juce::Graphics& g) {
    fill(g, getLocalBounds().toFloat(), metrics().card_radius, Token::panel);
}

void ScrollColumn::resized() {
    viewport_.setBounds(getLocalBounds().withTrimmedTop(head));
    const int room = viewport_.getHeight();
    panel_->set_room(room);
    panel_->setSize(getWidth(), std::max(panel_->content_height(), room));
    panel_->setSize(getWidth(), std::max(panel_->content_height(), room));
    laid_height_ = panel_->content_height();
}

} // namespace soma::editor
