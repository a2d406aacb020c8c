#include "Editor/Lesson/VoteBars.h"

#include "Look/NumberFormat.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

VoteBars::VoteBars(Context& shared, LessonController& controller)
    : Widget(shared)
    , controller_(controller) {
    setTitle("Votes");
    refresh();
}

bool VoteBars::bars_shown() const { return controller_.voting() && controller_.session()->tally().bars_visible(); }

std::string VoteBars::words() const {
    if (!controller_.voting()) return {};
    auto& tally = controller_.session()->tally();
    const int round = tally.rounds();
    std::string text = "Round " + std::to_string(round) + ": " + std::to_string(tally.total(round - 1)) +
                       (tally.total(round - 1) == 1 ? " vote" : " votes");
    if (const auto from = controller_.answering().talk_from) {
        const double left_s =
            controller_.session()->lesson().classroom.discuss_s - (controller_.now_ms() - *from) / 1000.0;
        text += left_s > 0.0
                    ? ". Talk: " + std::to_string(static_cast<int>(std::ceil(left_s))) + " s, then T votes again"
                    : ". Time is over: T votes again";
    } else if (!controller_.answering().bars_wanted) {
        text += ". T closes the round";
    }
    return text;
}

void VoteBars::refresh() {
    auto now = words();
    if (now == shown_) return;
    shown_ = std::move(now);
    setTitle(utf8("Votes. " + shown_));
    repaint();
}

int VoteBars::lay_out(int) {
    if (!controller_.voting()) return 0;
    const int line = juce::roundToInt(metrics().label * 1.8f);
    return bars_shown() ? line + 130 : line;
}

void VoteBars::paint(juce::Graphics& g) {
    if (!controller_.voting()) return;
    auto area = getLocalBounds().toFloat();
    draw_text(g, {shown_, type(Face::medium, metrics().label, Token::text2)},
              area.removeFromTop(metrics().label * 1.8f), Align::left, Fit::shorten);
    if (!bars_shown()) return;
    auto& tally = controller_.session()->tally();
    const auto choices = controller_.session()->choices();
    int most = 1;
    for (int round = 0; round < tally.rounds(); ++round)
        for (const int votes : tally.votes(round)) most = std::max(most, votes);
    const float gap = 16.0f, label = metrics().label * 1.5f;
    const float each =
        (area.getWidth() - gap * static_cast<float>(choices.size() - 1)) / static_cast<float>(choices.size());
    for (std::size_t i = 0; i < choices.size(); ++i) {
        auto column = area.withX(area.getX() + static_cast<float>(i) * (each + gap)).withWidth(each);
        draw_text(g, {std::to_string(choices[i].key), type(Face::mono_medium, metrics().label, Token::text)},
                  column.removeFromBottom(label), Align::centre);
        const float width = std::min(70.0f, each / static_cast<float>(tally.rounds()) - 6.0f);
        const float left = column.getCentreX() - (width + 6.0f) * static_cast<float>(tally.rounds()) / 2.0f;
        for (int round = 0; round < tally.rounds(); ++round) {
            const int votes = tally.votes(round)[i];
            auto bar = column.withX(left + (width + 6.0f) * static_cast<float>(round)).withWidth(width);
            const float height = (bar.getHeight() - label) * static_cast<float>(votes) / static_cast<float>(most);
            bar = bar.withTop(bar.getBottom() - height);
            // The first round is outlined, the last one filled.
            if (round + 1 == tally.rounds())
                fill(g, bar, 4.0f, Token::primary);
            else {
                g.setColour(colour(Token::line_strong));
                g.drawRoundedRectangle(bar.reduced(1.0f), 4.0f, 2.0f);
            }
            draw_text(g, {std::to_string(votes), type(Face::mono_medium, metrics().label, Token::text)},
                      bar.withHeight(label).translated(0.0f, -label), Align::centre);
        }
    }
}

} // namespace soma::editor
