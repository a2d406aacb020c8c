#include "Editor/Lesson/AnswerButton.h"

#include "Editor/Lesson/LessonLook.h"
#include "Look/Paragraph.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr float key_px = 13.0f;
constexpr const char* not_this_one = "Not this one";

juce::String spoken(AnswerButton::Mark mark) {
    switch (mark) {
    case AnswerButton::Mark::chosen:
        return ", chosen";
    case AnswerButton::Mark::right:
        return ", right";
    case AnswerButton::Mark::wrong:
        return juce::String(", ") + not_this_one;
    case AnswerButton::Mark::open:
    case AnswerButton::Mark::dim:
        break;
    }
    return {};
}

} // namespace

AnswerButton::AnswerButton(Context& shared)
    : Button(shared, {}) {}

void AnswerButton::show(Wording wording) {
    if (wording == shown_) return;
    shown_ = std::move(wording);
    setTitle("Answer " + utf8(shown_.key) + ": " + utf8(shown_.label) + spoken(shown_.mark) +
             (shown_.place.empty() ? juce::String{} : ", " + utf8(shown_.place)));
    repaint();
}

float AnswerButton::room_for_label(float width) const {
    const float scale = projected() ? 1.4f : 1.0f;
    float room = width - (30.0f + 26.0f + 12.0f) * scale;
    if (shown_.mark == Mark::right) room -= 24.0f * scale;
    if (shown_.mark == Mark::wrong)
        room -= 34.0f * scale + text_width(font(Face::medium, metrics().label), not_this_one);
    if (!shown_.place.empty()) room -= text_width(font(Face::mono, metrics().label), utf8(shown_.place)) + 10.0f;
    return room;
}

int AnswerButton::natural_width() const {
    const float label = TextLine(shown_.label, type(Face::semibold, px(), Token::text)).width();
    return static_cast<int>(std::ceil(label + 400.0f - room_for_label(400.0f))) + 4;
}

int AnswerButton::height_for(int width) const {
    const auto lines = Paragraph(shown_.label, type(Face::semibold, px(), Token::text),
                                 std::max(80.0f, room_for_label(static_cast<float>(width))))
                           .lines();
    const float least = projected() ? 64.0f : metrics().kind == Metrics::Kind::minimum ? 40.0f : 44.0f;
    return static_cast<int>(std::max(least, static_cast<float>(lines) * px() * 1.3f + 18.0f));
}

void AnswerButton::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    const float scale = projected() ? 1.4f : 1.0f, radius = 10.0f;
    const bool right = shown_.mark == Mark::right, wrong = shown_.mark == Mark::wrong,
               chosen = shown_.mark == Mark::chosen;
    const float alpha = shown_.mark == Mark::dim ? 0.62f : 1.0f;
    const auto ink = colour(right ? Token::on_primary : Token::text).withMultipliedAlpha(alpha);
    if (right)
        fill(g, area, radius, Token::primary);
    else if (chosen || (hovered() && shown_.mark == Mark::open))
        fill(g, area, radius, Token::raised_hi);
    if (!right) {
        g.setColour(colour(wrong    ? Token::alert
                           : chosen ? Token::text
                                    : Token::line_strong)
                        .withMultipliedAlpha(alpha));
        g.drawRoundedRectangle(area.reduced(0.75f), radius, 1.5f);
    }
    auto row = area.reduced(15.0f * scale, 0.0f);
    const auto cap = right   ? std::optional{ink}
                     : wrong ? std::nullopt
                             : std::optional{colour(Token::text2).withMultipliedAlpha(alpha)};
    draw_key(g, context, row, utf8(shown_.key), key_px, false, cap);
    row.removeFromLeft(12.0f * scale);
    if (right) draw_icon(g, Icon::check, row.removeFromRight(22.0f * scale), 22.0f * scale, ink);
    if (wrong) {
        draw_icon(g, Icon::cross, row.removeFromRight(18.0f * scale), 18.0f * scale, colour(Token::alert));
        row.removeFromRight(6.0f * scale);
        const TextLine word{not_this_one, type(Face::medium, metrics().label, Token::alert)};
        draw_text(g, word, row.removeFromRight(word.width()), Align::right);
        row.removeFromRight(6.0f * scale);
    }
    if (!shown_.place.empty()) {
        const TextLine word{shown_.place, {Face::mono, metrics().label, ink}};
        draw_text(g, word, row.removeFromRight(word.width()), Align::right);
        row.removeFromRight(8.0f);
    }
    const Paragraph label(shown_.label, {Face::semibold, px(), ink}, std::max(80.0f, room_for_label(area.getWidth())),
                          Paragraph::Break::full, 1.3f);
    label.draw(g, row.getX(), row.getCentreY() - label.height() / 2.0f);
    draw_focus_ring(g, radius);
}

} // namespace soma::editor
