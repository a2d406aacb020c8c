#include "Editor/Lesson/ClassCorner.h"

#include <algorithm>

namespace soma::editor {

namespace {

constexpr int largest_corner_qr = 200, margin = 12, lines = 3;

} // namespace

ClassCorner::ClassCorner(Context& shared, LessonController& controller)
    : Widget(shared)
    , controller_(controller)
    , qr_(shared) {
    setInterceptsMouseClicks(false, false);
    addAndMakeVisible(qr_);
}

void ClassCorner::place(juce::Rectangle<int>& column, juce::Rectangle<int> page) {
    const bool wanted = controller_.live().running() && projected();
    setVisible(wanted);
    if (!wanted) return;
    const int height = std::min(column.getWidth(), largest_corner_qr) + juce::roundToInt(line() * lines) + margin;
    setBounds(large() ? page : column.removeFromBottom(std::min(column.getHeight() / 2, height)));
}

void ClassCorner::refresh() {
    const auto& live = controller_.live();
    qr_.show(live.url());
    const auto now = live.url() + live.count_words() + (large() ? "large" : "");
    if (now == shown_) return;
    shown_ = now;
    setTitle(utf8("Class: " + live.url() + ", code " + live.code() + ", " + live.count_words()));
    resized();
    repaint();
}

void ClassCorner::resized() {
    qr_.setBounds(getLocalBounds().reduced(margin).withTrimmedBottom(juce::roundToInt(line() * lines)));
}

void ClassCorner::paint(juce::Graphics& g) {
    const auto& live = controller_.live();
    if (!live.running()) return;
    fill(g, getLocalBounds().toFloat(), metrics().card_radius, Token::panel);
    auto area = getLocalBounds().toFloat().reduced(margin).removeFromBottom(line() * lines);
    const float px = line() / 1.5f;
    const auto address = live.url().substr(0, live.url().find("/?"));
    draw_text(g, {live.count_words(), type(Face::semibold, px, Token::text)}, area.removeFromTop(line()), Align::centre,
              Fit::shorten);
    draw_text(g, {address, type(Face::mono_medium, large() ? px : px * 0.7f, Token::text)}, area.removeFromTop(line()),
              Align::centre, Fit::shorten);
    draw_text(g, {"Code " + live.code(), type(Face::mono_medium, px, Token::text)}, area, Align::centre, Fit::shorten);
}

} // namespace soma::editor
