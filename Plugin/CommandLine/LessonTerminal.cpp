#include "CommandLine/LessonTerminal.h"

#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Problem.h"
#include "Lesson/Play/StepTerms.h"
#include "Lesson/Play/Visibility.h"

#include <algorithm>
#include <iostream>
#include <sstream>

namespace soma::command {
namespace {

constexpr std::size_t columns = 78;

constexpr const char* commands =
    "Each command is a line, ended by Enter:\n"
    "  A, B, C ...   play that sound          S   play all in turn\n"
    "  your answer   as the question asks     Enter   hand in, or go on\n"
    "  H   a hint     L   texts of the sounds  R   the answer, without points\n"
    "  G   what the terms of this step mean\n"
    "  0   I cannot tell (choices and orders)  B   back     Q   stop; the lesson goes on there next time\n"
    "  M   what the bench measures             set NUMBER VALUE   move a control\n"
    "  N, C   method of limits: next step, it changed here     ?   these lines\n";

bool is_question(const lesson::Step& step) {
    return !std::holds_alternative<lesson::TextStep>(step.body) &&
           !std::holds_alternative<lesson::ListenStep>(step.body) &&
           !std::holds_alternative<lesson::RevealStep>(step.body);
}

std::string trimmed(const std::string& line) {
    const auto first = line.find_first_not_of(" \t\r");
    return first == line.npos ? "" : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

} // namespace

LessonTerminal::LessonTerminal(lesson::Session& session, LessonVoice& voice, std::istream& in, std::ostream& out,
                               std::function<void()> keep)
    : session_(session)
    , voice_(voice)
    , in_(in)
    , out_(out)
    , keep_(std::move(keep)) {}

double LessonTerminal::now_ms() const { return juce::Time::getMillisecondCounterHiRes(); }

/// Lines of at most 78 characters, broken at spaces.
void LessonTerminal::say(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::string rest = line;
        while (rest.size() > columns) {
            auto at = rest.rfind(' ', columns);
            if (at == rest.npos || at == 0) at = rest.find(' ', columns);
            if (at == rest.npos) break;
            out_ << rest.substr(0, at) << '\n';
            rest = rest.substr(at + 1);
        }
        out_ << rest << '\n';
    }
}

std::optional<std::string> LessonTerminal::ask(const std::string& prompt) {
    out_ << prompt << std::flush;
    std::string line;
    if (!std::getline(in_, line)) {
        out_ << '\n';
        stopped_ = true;
        return std::nullopt;
    }
    return trimmed(line);
}

bool LessonTerminal::run() {
    say(session_.lesson().title + "\n" + session_.lesson().summary + "\n" + commands);
    while (session_.phase() != lesson::Phase::finished && !stopped_) {
        const auto standing = session_.step().id + "/" + std::to_string(session_.trial().first);
        if (standing != shown_) {
            shown_ = standing;
            moved_.clear();
            limits_.reset();
            show_step();
        }
        const auto line = ask("> ");
        if (!line) break;
        try {
            if (!command(*line)) break;
        } catch (const lesson::LessonError& error) {
            say(error.what());
        }
        keep_();
    }
    keep_();
    if (session_.phase() != lesson::Phase::finished) return false;
    show_result();
    return true;
}

void LessonTerminal::show_step() {
    const auto& step = session_.step();
    const auto position = session_.position() + 1, count = session_.lesson().steps.size();
    std::string head = "\n" + std::to_string(position) + " of " + std::to_string(count);
    if (!step.title.empty()) head += ". " + session_.filled(step.title);
    if (step.points > 0.0)
        head += ", " + lesson::number_text(step.points) + (step.points == 1.0 ? " point" : " points");
    if (const auto [trial, trials] = session_.trial(); trials > 0) head += ", trial " + std::to_string(trial);
    if (step.role == "predict") head += ", prediction: answer before you listen";
    say(head);
    say(session_.text());
    for (const auto& choice : session_.choices()) say("  " + std::to_string(choice.key) + "  " + choice.label);
    if (const auto* numeric = std::get_if<lesson::NumericStep>(&step.body); numeric && !session_.replaced())
        say("Answer with a number" + (lesson::symbol_of(numeric->unit).empty()
                                          ? std::string{"."}
                                          : " in " + std::string{lesson::symbol_of(numeric->unit)} + "."));
    if (std::holds_alternative<lesson::OrderStep>(step.body)) say("Answer with the letters in order, as in: B A C");
    if (std::holds_alternative<lesson::ExplainStep>(step.body)) say("Answer with a sentence.");
    if (std::holds_alternative<lesson::TuneStep>(step.body)) say("Type a value to hear it; Enter hands it in.");
    if (const auto* bench = std::get_if<lesson::ExperimentStep>(&step.body)) {
        for (const auto& check : bench->checks)
            say("  " + session_.filled(check.label) + ": ? " + std::string{symbol_of(check.unit)});
        say(bench->by_hand ? "Measure, then press Enter to fill in." : "M measures; Enter fills in.");
        if (bench->by_hand && bench->experiment == "method-of-limits") limits_ = session_.limits();
        limits_begun_ = false;
    }
    show_sounds();
    show_controls();
}

void LessonTerminal::show_sounds() {
    for (const auto& card : session_.cards()) say("  Sound " + card.name() + ": " + card.alt);
}

void LessonTerminal::show_terms() {
    const auto terms = lesson::terms_of(session_);
    say(terms.empty() ? "This step uses no term of the glossary." : terms);
}

std::vector<std::string> LessonTerminal::movable() const {
    std::vector<std::string> ids;
    const auto& step = session_.step();
    if (session_.cards().empty() || session_.trial().second > 0) return ids;
    const auto& controls = step.controls ? *step.controls : session_.lesson().controls;
    const auto* tune = std::get_if<lesson::TuneStep>(&step.body);
    for (const auto& [id, listed] : controls.items)
        if (lesson::parameter_exists(id) && !(tune && tune->control == id) &&
            session_.visibility(id) != lesson::Visibility::hidden)
            ids.push_back(id);
    return ids;
}

lesson::Setup LessonTerminal::setup(std::size_t card) {
    auto set = session_.setup(card);
    for (const auto& [id, value] : moved_) lesson::set_parameter(set, id, value);
    return set;
}

void LessonTerminal::show_controls() {
    const auto ids = movable();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto& row = lesson::control_parameter(ids[i]);
        const bool may = session_.visibility(ids[i]) == lesson::Visibility::visible;
        say("  Control " + std::to_string(i + 1) + ", " + std::string{row.label} + ": " +
            lesson::number_text(lesson::parameter_value(setup(0), ids[i])) + " " + std::string{row.unit} +
            (may ? "" : " (fixed)"));
    }
}

void LessonTerminal::play(std::size_t card) {
    const auto cards = session_.cards();
    if (card >= cards.size()) return say("There is no such sound in this step.");
    if (!session_.can_play(card)) return say("First answer; then listen.");
    const auto number = session_.position() + 1;
    const auto set = setup(card);
    session_.play(card, now_ms());
    say(voice_.play(set, (number < 10 ? "0" : "") + std::to_string(number) + "-" + cards[card].letter));
    session_.play_ended();
    if (const auto recalled = session_.recall()) say(*recalled);
}

void LessonTerminal::play_all() {
    for (std::size_t i = 0; i < session_.cards().size(); ++i)
        if (session_.can_play(i)) play(i);
}

void LessonTerminal::take(const lesson::Outcome& outcome) {
    std::string text = outcome.text;
    if (outcome.accepted && !outcome.noted) {
        text = (outcome.correct ? "Right. " : "Not right. ") + text;
        const bool over = session_.phase() == lesson::Phase::answered && session_.trial().second == 0;
        if (!outcome.correct && over) text += " The answer: " + session_.solution().text + ".";
        if (!outcome.correct && !outcome.final)
            text += " Attempts left: " + std::to_string(session_.attempts_left()) + ".";
        if (const auto recalled = session_.recall(); over && recalled) text += " " + *recalled;
    }
    say(text);
}

void LessonTerminal::show_result() {
    say("\nThe end of " + session_.lesson().title);
    for (const auto& review : session_.review()) {
        const auto& step = session_.lesson().steps[review.step];
        std::string line = (step.title.empty() ? step.id : session_.filled(step.title)) + ": " + review.given;
        if (!review.right.empty() && review.right != review.given) line += "; right: " + review.right;
        if (step.points > 0.0)
            line += " (" + lesson::number_text(review.score) + " of " + lesson::number_text(review.points) + ")";
        say("  " + line);
    }
    say("Score " + lesson::number_text(session_.score()) + " of " + lesson::number_text(session_.maximum()) + ": " +
        (session_.passed() ? "passed" : "not passed yet") + ". Code " + session_.code() + ".");
}

void LessonTerminal::next() {
    if (!session_.next(now_ms()))
        say(is_question(session_.step()) ? "Answer first; ? lists what you can do." : "Listen to every sound first.");
}

bool LessonTerminal::one_letter(char letter) {
    const auto& step = session_.step();
    const bool experiment = std::holds_alternative<lesson::ExperimentStep>(step.body);
    if (limits_ && (letter == 'n' || letter == 'c')) return limits(letter == 'c'), true;
    if (experiment && letter == 'm') return measure(), true;
    if (letter >= 'a' && letter < 'f' && static_cast<std::size_t>(letter - 'a') < session_.cards().size())
        return play(static_cast<std::size_t>(letter - 'a')), true;
    switch (letter) {
    case 's':
        return play_all(), true;
    case 'l':
        return show_sounds(), true;
    case 'g':
        return show_terms(), true;
    case 'b':
        if (!session_.back(now_ms())) say("This is the first step.");
        return true;
    case 'h':
        say(session_.hint().value_or("There is no further hint."));
        return true;
    case 'r':
        session_.reveal(now_ms());
        say("The answer: " + session_.solution().text + ".");
        return true;
    case '?':
        say(commands);
        return true;
    default:
        return false;
    }
}

bool LessonTerminal::command(const std::string& line) {
    const bool alone = line.size() == 1;
    const char letter = alone ? static_cast<char>(std::tolower(static_cast<unsigned char>(line[0]))) : '\0';
    if (letter == 'q') return false;
    if (alone && one_letter(letter)) return true;
    if (line.empty()) {
        hand_in();
    } else if (session_.can_advance() && session_.phase() == lesson::Phase::answered) {
        say("This is answered. Enter goes on.");
    } else if (line.starts_with("set ")) {
        set(line.substr(4));
    } else if (line == "0" && !std::holds_alternative<lesson::NumericStep>(session_.step().body) &&
               !std::holds_alternative<lesson::TuneStep>(session_.step().body)) {
        take(session_.pass(now_ms()));
    } else {
        answer(line);
    }
    return true;
}

} // namespace soma::command
