#include "Editor/Lesson/PlayerCard.h"

#include "Editor/Lesson/LessonLook.h"
#include "Look/Paragraph.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr std::size_t keys = 5; ///< A to E

std::string heard(int plays, bool playing) {
    if (plays == 0) return playing ? "playing" : "not heard yet";
    const auto times = plays == 1 ? std::string("heard once") : "heard " + std::to_string(plays) + " times";
    return playing ? "playing, " + times : times;
}

} // namespace

PlayerCard::PlayerCard(Context& shared, LessonController& controller, std::size_t card)
    : Button(shared, {})
    , controller_(controller)
    , card_(card) {
    pressed = [this] { controller_.play(card_); };
    refresh();
}

PlayerCard::Shown PlayerCard::now() const {
    const auto* session = controller_.session();
    if (session == nullptr) return shown_;
    const auto cards = session->cards();
    if (card_ >= cards.size()) return shown_;
    const auto& card = cards[card_];
    return {card.label,
            card.alt,
            card.plays,
            controller_.sound().playing() == card_,
            session->can_play(card_),
            std::round(controller_.sound().share(card_) * static_cast<float>(getWidth())) /
                static_cast<float>(std::max(getWidth(), 1))};
}

void PlayerCard::refresh() {
    const auto next = now();
    if (next == shown_) return;
    shown_ = next;
    setTitle((shown_.playing ? "Stop " : "Play ") + utf8(shown_.label) + ", " +
             utf8(heard(shown_.plays, shown_.playing)) + (shown_.allowed ? "" : ", not yet"));
    setDescription(utf8(shown_.alt));
    setTooltip(utf8(shown_.label) + "\n" + utf8(shown_.alt));
    repaint();
}

int PlayerCard::height_for(int width, bool is_small, bool with_text) const {
    const float scale = projected() ? 1.3f : 1.0f;
    float height = (is_small ? 58.0f : 97.0f) * scale;
    if (with_text)
        height += 10.0f + Paragraph(shown_.alt, type(Face::regular, metrics().label, Token::text2),
                                    static_cast<float>(width) - 32.0f)
                              .height();
    return static_cast<int>(height);
}

void PlayerCard::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    const float scale = projected() ? 1.3f : 1.0f, side = small ? 12.0f : 16.0f;
    fill(g, area, 12.0f, hovered() ? Token::raised_hi : Token::raised);
    auto inner = area.reduced(side * scale, (small ? 8.0f : 14.0f) * scale);
    auto text_area = inner;
    const float disc = (small ? 32.0f : 52.0f) * scale, bar = 4.0f * scale;
    auto row = inner.removeFromTop(disc);
    const auto circle = row.removeFromLeft(disc);
    fill(g, circle, disc / 2.0f, shown_.playing ? Token::primary : hovered() ? Token::raised : Token::raised_hi);
    draw_icon(g, shown_.playing ? Icon::stop : Icon::play, circle, disc * 0.46f,
              colour(!shown_.allowed  ? Token::line_strong
                     : shown_.playing ? Token::on_primary
                                      : Token::text));
    row.removeFromLeft((small ? 9.0f : 14.0f) * scale);
    if (card_ < keys) draw_key(g, context, row, key(), small ? 11.0f : 13.0f);
    const float title_px = (small ? 13.0f : 19.0f) * scale, word_px = projected() ? 16.0f : small ? 11.0f : 12.0f;
    auto words = row.withSizeKeepingCentre(row.getWidth(), title_px * 1.15f + word_px * 1.35f);
    draw_text(g, {shown_.label, type(Face::semibold, title_px, Token::text)}, words.removeFromTop(title_px * 1.2f),
              Align::left, Fit::shorten);
    const auto quiet = hovered() ? Token::text2 : Token::text3;
    draw_text(g, {heard(shown_.plays, shown_.playing), type(Face::regular, word_px, quiet)}, words, Align::left,
              Fit::shorten);
    const auto track = small ? area.withTop(area.getBottom() - bar).reduced(12.0f, 0.0f)
                             : text_area.withTop(text_area.getY() + disc + 13.0f * scale).withHeight(bar);
    fill(g, track, bar / 2.0f, Token::line);
    if (shown_.share > 0.0f)
        fill(g, track.withWidth(std::max(bar, track.getWidth() * shown_.share)), bar / 2.0f, Token::text);
    if (text) {
        const auto top = small ? text_area.getY() + disc + 4.0f : track.getBottom() + 8.0f;
        Paragraph(shown_.alt, type(Face::regular, metrics().label, Token::text2), area.getWidth() - 32.0f)
            .draw(g, area.getX() + 16.0f, top);
    }
    draw_focus_ring(g, 12.0f);
}

} // namespace soma::editor
