#include "Editor/Bench/ExperimentRow.h"

#include <array>

namespace soma::editor {

namespace {

/// In the order of the catalogue, in a box of 24 × 24.
const juce::Path& drawing(std::size_t index) {
    static const std::array paths{
        juce::Drawable::parseSVGPath("M3 18h4V13h10v5h4M3 18h4V9h10v9M3 18h4V5h10v13"),
        juce::Drawable::parseSVGPath("M3 19h6c3 0 4-12 12-13"),
        juce::Drawable::parseSVGPath("M3 19h5v-8h13M3 6h7c3 0 4 5 11 5"),
        juce::Drawable::parseSVGPath("M5 4c0 10 4 14 15 15"),
        juce::Drawable::parseSVGPath("M4 20L20 4M12 3v18M3 12h18"),
        juce::Drawable::parseSVGPath("M3 7h7c5 0 5 11 11 11"),
        juce::Drawable::parseSVGPath("M8 4v16M16 7v10M3 12h5M16 12h5M12 8v8"),
        juce::Drawable::parseSVGPath("M3 19c10 0 8-14 18-14M3 5c10 0 8 14 18 14"),
    };
    return paths[std::min(index, paths.size() - 1)];
}

} // namespace

ExperimentRow::ExperimentRow(Context& shared, BenchController& controller, std::size_t index)
    : Button(shared, utf8(controller.entries()[index].kind->title), juce::AccessibilityRole::radioButton)
    , controller_(controller)
    , index_(index) {
    setTooltip(utf8(controller.entries()[index].kind->summary));
    pressed = [this] { controller_.choose(index_); };
    is_on = [this] { return controller_.chosen_index() == index_; };
}

void ExperimentRow::refresh() {
    auto now = controller_.status_word(controller_.entries()[index_]);
    if (now == shown_ && on() == shown_on_) return;
    shown_ = std::move(now);
    shown_on_ = on();
    const auto name = utf8(controller_.entries()[index_].kind->title);
    setTitle(shown_.empty() ? name : name + ", " + utf8(shown_));
    repaint();
}

bool ExperimentRow::keyPressed(const juce::KeyPress& key) {
    const int step = key == juce::KeyPress::downKey ? 1 : key == juce::KeyPress::upKey ? -1 : 0;
    if (step == 0) return Button::keyPressed(key);
    const auto count = static_cast<int>(controller_.entries().size());
    controller_.choose(static_cast<std::size_t>((static_cast<int>(index_) + step + count) % count));
    return true;
}

void ExperimentRow::paint(juce::Graphics& g) {
    constexpr float box = 24.0f, size = 17.0f, pen = 1.9f;
    const auto area = getLocalBounds().toFloat();
    if (on() || hovered()) fill(g, area, metrics().field_radius, on() ? Token::raised_hi : Token::raised);
    auto inner = area.reduced(static_cast<float>(metrics().row_padding), 0.0f);
    const float scale = size / box * (projected() ? 1.4f : 1.0f);
    g.setColour(colour(on() ? Token::text : Token::text2));
    g.strokePath(drawing(index_), juce::PathStrokeType(pen * scale, juce::PathStrokeType::curved),
                 juce::AffineTransform::scale(scale).translated(inner.getX(), inner.getCentreY() - box * scale / 2.0f));
    inner.removeFromLeft(box * scale + 9.0f);
    const TextLine word{shown_, type(Face::mono, metrics().caption, on() ? Token::text : Token::text2)};
    draw_text(g, word, inner, Align::right);
    draw_text(g,
              {std::string(controller_.entries()[index_].kind->title),
               type(Face::medium, metrics().label, on() ? Token::text : Token::text2)},
              inner.withTrimmedRight(word.width() + 6.0f), Align::left, Fit::shorten);
    draw_focus_ring(g, metrics().field_radius);
}

} // namespace soma::editor
