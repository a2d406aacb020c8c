#include "Editor/Lesson/ReviewTable.h"

#include "Editor/Lesson/LessonText.h"
#include "Look/Icons.h"
#include "Look/Paragraph.h"

namespace soma::editor {

ReviewTable::ReviewTable(Context& shared, LessonController& controller)
    : Widget(shared)
    , controller_(controller) {
    setTitle("Answers so far");
    const auto* session = controller.session();
    if (session == nullptr) return;
    const bool reveals = std::holds_alternative<lesson::RevealStep>(session->step().body);
    if (!controller.finished() && !(reveals && session->revealed("answers"))) return;
    juce::String spoken;
    for (const auto& review : session->review()) {
        const auto& step = session->lesson().steps[review.step];
        const bool predicted = step.points <= 0.0;
        rows_.push_back({question_number(*session, review.step),
                         session->filled(step.title.empty() ? prompt_of(step) : step.title), review.given, review.right,
                         !predicted && review.score >= review.points});
        spoken << utf8(rows_.back().asked) << ": " << utf8(review.given) << ", right is " << utf8(review.right) << ". ";
    }
    setDescription(spoken);
}

int ReviewTable::lay_out(int width) {
    float height = 0.0f;
    for (const auto& row : rows_) {
        const auto text = row.given + (row.right.empty() || row.right == row.given ? "" : " → " + row.right);
        height += metrics().label * 1.5f +
                  Paragraph(text, type(Face::medium, metrics().label, Token::text), static_cast<float>(width) - 40.0f)
                      .height() +
                  8.0f;
    }
    return static_cast<int>(height);
}

void ReviewTable::paint(juce::Graphics& g) {
    auto area = getLocalBounds().toFloat();
    for (const auto& row : rows_) {
        const bool same = row.right.empty() || row.right == row.given;
        const auto text = row.given + (same ? "" : " → " + row.right);
        auto line = area.removeFromTop(metrics().label * 1.5f);
        auto mark = line.removeFromLeft(40.0f);
        draw_text(g, {row.number, type(Face::mono, metrics().caption, Token::text3)}, mark);
        if (row.correct) draw_icon(g, Icon::check, mark.removeFromRight(20.0f), 14.0f, colour(Token::text));
        draw_text(g, {row.asked, type(Face::regular, metrics().label, Token::text2)}, line, Align::left, Fit::shorten);
        const Paragraph answer(text, type(Face::medium, metrics().label, Token::text), area.getWidth() - 40.0f);
        answer.draw(g, area.getX() + 40.0f, area.getY());
        area.removeFromTop(answer.height() + 8.0f);
    }
}

} // namespace soma::editor
