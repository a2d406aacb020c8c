#include "Editor/Lesson/FeedbackCard.h"

#include "Editor/Controls/KeyCap.h"
#include "Look/NumberFormat.h"

#include "Engine/Models.h"
#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Problem.h"

#include <algorithm>

namespace soma::editor {

namespace {

constexpr std::size_t most_traces = 6;
constexpr int least_picture = 150;

bool visible(const lesson::Session& session, std::string_view item) {
    return session.visibility(item) != lesson::Visibility::hidden;
}

} // namespace

FeedbackCard::FeedbackCard(Context& shared, LessonController& controller)
    : Widget(shared)
    , controller_(controller)
    , next_(shared, {"Next", {}, utf8(enter_key), true})
    , reveal_(shared, {"Reveal without scoring", {}, "R"}) {
    setTitle("Scope");
    next_.pressed = [this] { controller_.confirm(); };
    reveal_.pressed = [this] { controller_.reveal(); };
    reveal_.ask_again = "Again: reveal, no points";
    reveal_.setTooltip("Reveal without scoring\nShows the answer; the question counts as seen.");
    addAndMakeVisible(next_);
    addAndMakeVisible(reveal_);
}

std::unique_ptr<juce::AccessibilityHandler> FeedbackCard::createAccessibilityHandler() {
    return std::make_unique<juce::AccessibilityHandler>(*this, juce::AccessibilityRole::group);
}

void FeedbackCard::reveal_by_key() {
    const auto* session = controller_.session();
    if (session == nullptr || session->phase() == lesson::Phase::answered) return;
    if (!reveal_.press_by_key() && !reveal_.isVisible())
        context.show_message({"Reveal without scoring?", "Press R again: the answer is shown and gives no points."});
}

FeedbackCard::Line FeedbackCard::line() const {
    const auto& given = controller_.answering();
    const auto* session = controller_.session();
    if (session == nullptr || controller_.finished()) return {};
    const bool covered = projected() && !given.answer_shown;
    const auto answer = given.solution.text.empty() ? std::string() : "The answer: " + given.solution.text + ".";
    if (projected() && given.answer_shown) {
        const auto why = session->filled(session->step().feedback.correct);
        return {answer + (why.empty() ? "" : " " + why), Icon::check};
    }
    if (given.outcome) {
        const auto& outcome = *given.outcome;
        if (!outcome.accepted) return {outcome.text, Icon::warn};
        if (covered) return {};
        if (outcome.noted) return {outcome.text, Icon::ear};
        std::string text = outcome.text.empty() ? (outcome.correct ? "Right." : "Not this one.") : outcome.text;
        if (!outcome.correct && outcome.final && session->trial().second == 0 && !answer.empty()) text += " " + answer;
        if (!outcome.correct && !outcome.final) {
            const int left = session->attempts_left();
            text += left == 1 ? " One attempt left." : " " + std::to_string(left) + " attempts left.";
        }
        if (const auto recalled = session->recall()) text += " " + *recalled;
        return {text, outcome.correct ? Icon::check : Icon::cross};
    }
    if (!answer.empty() && !covered) return {answer, Icon::eye};
    if (const auto recalled = session->recall(); recalled && !projected()) return {*recalled, Icon::ear};
    return {};
}

bool FeedbackCard::shows_traces() const {
    const auto* session = controller_.session();
    if (session == nullptr || traces_.empty()) return false;
    if (projected() && !controller_.answering().answer_shown && !session->choices().empty()) return false;
    return session->scope_shown();
}

bool FeedbackCard::shows_numbers() const { return visible(*controller_.session(), "scope.values"); }

bool FeedbackCard::has_picture() const {
    const auto* session = controller_.session();
    if (session == nullptr || controller_.finished() || session->cards().empty()) return false;
    // A lesson that shows nothing to a listener, or to a reader, has no room for a veil.
    return session->scope_shown() || session->attempts_left() > 0;
}

float FeedbackCard::bar_height(float width) const {
    const auto* session = controller_.session();
    if (session == nullptr || controller_.finished()) return 0.0f;
    const auto words = line();
    const bool goes_on = session->can_advance();
    if (words.text.empty() && !goes_on) return 0.0f;
    const float px = projected() ? 22.0f : 15.0f;
    const float room = width - (projected() ? 250.0f : 160.0f);
    const float text =
        words.text.empty() ? 0.0f : Paragraph(words.text, type(Face::medium, px, Token::text), room).height();
    return std::max(text, static_cast<float>(metrics().button)) + 2.0f * 11.0f;
}

int FeedbackCard::least_height(int width) {
    const float bar = bar_height(static_cast<float>(width));
    return static_cast<int>(bar) + (has_picture() ? (projected() ? 210 : least_picture) : 0);
}

juce::Rectangle<float> FeedbackCard::picture() const {
    return getLocalBounds().toFloat().withTrimmedTop(bar_height(static_cast<float>(getWidth())));
}

void FeedbackCard::refresh() {
    if (seen_ == controller_.revision()) return;
    seen_ = controller_.revision();
    make_traces();
    resized();
    const auto* session = controller_.session();
    juce::String said = utf8(line().text);
    if (session != nullptr && has_picture()) {
        if (!shows_traces())
            said << " Scope hidden";
        else
            for (const auto& trace : traces_) {
                said << " " << utf8(trace.label) << ": ";
                if (trace.neurons > 1 && !shows_numbers())
                    said << "raster of " << trace.neurons << " neurons.";
                else if (trace.neurons > 1)
                    said << "raster of " << trace.neurons << " neurons, " << static_cast<int>(trace.raster.size())
                         << " spikes.";
                else if (shows_numbers())
                    said << static_cast<int>(trace.spikes_ms.size()) << " spikes"
                         << (trace.note.empty() ? juce::String{} : ", " + utf8(trace.note)) << ".";
                else
                    said << "membrane voltage drawn without numbers.";
            }
    }
    setDescription(said.trim());
    repaint();
}

/// The traces of the step's sounds, once they may be seen; not before, so that nothing is there to find.
void FeedbackCard::make_traces() {
    auto* session = controller_.session();
    if (session == nullptr || controller_.finished() || !session->scope_shown()) {
        traces_.clear();
        traced_for_.clear();
        return;
    }
    std::string wanted = session->lesson().id + "/" + session->step().id + "/" + std::to_string(session->seed()) + "/" +
                         std::to_string(session->trial().first) + (shows_numbers() ? "n" : "");
    for (const auto& [id, value] : controller_.sound().moved) wanted += "/" + id + juce::String(value, 6).toStdString();
    if (const auto tuned = session->tuned()) wanted += "/" + juce::String(*tuned, 6).toStdString();
    if (wanted == traced_for_) return;
    traced_for_ = wanted;
    traces_.clear();
    const auto cards = session->cards();
    for (std::size_t i = 0; i < std::min(cards.size(), most_traces); ++i) {
        try {
            const auto setup = controller_.sound().setup(*session, i);
            auto trace = trace_of(setup, cards[i].letter);
            if (!trace) continue;
            if (cards[i].label != cards[i].letter) trace->note = cards[i].label;
            const auto& values = setup.values;
            const double tau_ms = values[Id::membrane_resistance_mohm] * values[Id::membrane_capacitance_nf];
            const auto model = values.choice<ModelId>(Id::model);
            const bool plain = model >= ModelId::rc && model <= ModelId::glif5;
            if (plain && visible(*session, "membrane_resistance_mohm"))
                trace->note += (trace->note.empty() ? "τ " : ", τ ") + significant(tau_ms) + " ms";
            traces_.push_back(std::move(*trace));
        } catch (const lesson::LessonError&) {
            // A sound that cannot be computed has no picture.
        }
    }
}

void FeedbackCard::resized() {
    const auto* session = controller_.session();
    const bool goes_on = session != nullptr && !controller_.finished() && session->can_advance();
    next_.setVisible(goes_on);
    const float bar = bar_height(static_cast<float>(getWidth()));
    const int wide = projected() ? 150 : 88;
    next_.setBounds(getWidth() - wide - 14, juce::roundToInt(bar / 2.0f) - metrics().button / 2, wide,
                    metrics().button);
    const bool veiled =
        session != nullptr && session->attempts_left() > 0 && has_picture() && !shows_traces() && !projected();
    reveal_.setVisible(veiled && !session->scope_shown());
    const auto centre = picture().getCentre();
    const int reveal_wide = projected() ? 330 : 220;
    const bool low = picture().getHeight() < 130.0f;
    reveal_.setBounds(juce::roundToInt(centre.x) - reveal_wide / 2, juce::roundToInt(centre.y) + (low ? 14 : 24),
                      reveal_wide, metrics().button);
}

void FeedbackCard::paint(juce::Graphics& g) {
    const auto area = getLocalBounds().toFloat();
    if (area.isEmpty()) return;
    fill(g, area, 10.0f, Token::plot);
    const float bar = bar_height(area.getWidth());
    const auto words = line();
    if (bar > 0.0f) {
        auto row = area.withHeight(bar).reduced(14.0f, 0.0f);
        if (next_.isVisible()) row.removeFromRight(static_cast<float>(next_.getWidth()) + 12.0f);
        const float px = projected() ? 22.0f : 15.0f, icon = px * 1.33f;
        if (!words.text.empty()) {
            if (words.icon != Icon::none)
                draw_icon(g, words.icon, row.removeFromLeft(icon), icon,
                          colour(words.icon == Icon::cross || words.icon == Icon::warn ? Token::alert : Token::text));
            row.removeFromLeft(10.0f);
            const Paragraph text(words.text, type(Face::medium, px, Token::text), row.getWidth());
            text.draw(g, row.getX(), row.getCentreY() - text.height() / 2.0f);
        }
        if (has_picture()) {
            g.setColour(colour(Token::line));
            g.fillRect(area.getX(), area.getY() + bar, area.getWidth(), 1.0f);
        }
    }
    if (!has_picture()) return;
    auto below = picture();
    if (shows_traces()) {
        draw_traces(g, context, traces_, shows_numbers(), below.reduced(14.0f, 10.0f));
        return;
    }
    constexpr int columns = 10, rows = 5;
    g.setColour(colour(Token::grid));
    for (int i = 1; i < columns; ++i)
        g.fillRect(below.getX() + below.getWidth() * static_cast<float>(i) / columns, below.getY(), 1.0f,
                   below.getHeight());
    for (int i = 1; i < rows; ++i)
        g.fillRect(below.getX(), below.getY() + below.getHeight() * static_cast<float>(i) / rows, below.getWidth(),
                   1.0f);
    const auto* session = controller_.session();
    const bool seen = session->scope_shown();
    const float px = projected() ? 22.0f : 15.0f, icon = projected() ? 44.0f : 30.0f;
    const bool low = below.getHeight() < 130.0f;
    const float y = below.getCentreY() - (reveal_.isVisible() ? (low ? 8.0f : 4.0f) : -8.0f);
    draw_icon(g, seen ? Icon::ear : Icon::eye_off, {below.getX(), y - (low ? 30.0f : 46.0f), below.getWidth(), icon},
              low ? icon * 0.7f : icon, colour(Token::text2));
    draw_text(g,
              {seen ? "Nothing to draw: the sound is what comes in" : "The scope stays hidden until you answer",
               type(Face::regular, px, Token::text2)},
              {below.getX(), y - (low ? 8.0f : 6.0f), below.getWidth(), px * 1.4f}, Align::centre);
}

} // namespace soma::editor
