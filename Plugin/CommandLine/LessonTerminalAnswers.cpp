#include "CommandLine/LessonTerminal.h"

#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Problem.h"

#include <algorithm>
#include <charconv>
#include <ostream>

/// The part of the terminal that takes answers and runs experiments.
namespace soma::command {
namespace {

std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words(1);
    for (const char c : line) {
        if (c != ' ' && c != ',' && c != ';')
            words.back() += c;
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

std::optional<int> whole(const std::string& word) {
    int value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    return error == std::errc{} && end == word.data() + word.size() ? std::optional{value} : std::nullopt;
}

/// In the unit of the parameter; another SI prefix is understood.
lesson::TypedNumber typed_for(const std::string& parameter_id, const std::string& typed) {
    const auto unit = lesson::control_parameter(parameter_id).unit;
    const auto known = unit == "MΩ" ? lesson::Unit::mohm : lesson::unit_named(unit).value_or(lesson::Unit::one);
    return lesson::parse_typed(typed, known);
}

} // namespace

void LessonTerminal::answer(const std::string& line) {
    const auto& body = session_.step().body;
    if (std::holds_alternative<lesson::ChooseStep>(body)) {
        std::vector<int> keys;
        for (const auto& word : words_of(line))
            if (const auto key = whole(word)) keys.push_back(*key);
        return take(session_.answer_keys(keys, now_ms()));
    }
    if (std::holds_alternative<lesson::OrderStep>(body)) return answer_order(line);
    if (std::holds_alternative<lesson::TuneStep>(body)) return tune(line);
    if (std::holds_alternative<lesson::ExperimentStep>(body)) return say("Press Enter to fill in what you measured.");
    take(session_.answer_text(line, now_ms()));
}

void LessonTerminal::answer_order(const std::string& line) {
    std::vector<std::string> order;
    const auto sounds = session_.sounds();
    for (const char c : line) {
        const auto place = static_cast<std::size_t>(std::toupper(static_cast<unsigned char>(c)) - 'A');
        if (std::isalpha(static_cast<unsigned char>(c)) != 0 && place < sounds.size()) order.push_back(sounds[place]);
    }
    take(session_.answer_order(order, now_ms()));
}

void LessonTerminal::tune(const std::string& line) {
    const auto& step = std::get<lesson::TuneStep>(session_.step().body);
    const auto typed = typed_for(step.control, line);
    if (!typed.value) return say(typed.message);
    session_.tune(*typed.value);
    say("Now " + lesson::number_text(*session_.tuned(), 6) + " " +
        std::string{lesson::control_parameter(step.control).unit} + ", from " + lesson::number_text(step.range->first) +
        " to " + lesson::number_text(step.range->second) + ".");
    play(session_.cards().size() - 1);
}

void LessonTerminal::set(const std::string& line) {
    const auto space = line.find(' ');
    const auto number = whole(line.substr(0, space));
    const auto ids = movable();
    if (!number || *number < 1 || static_cast<std::size_t>(*number) > ids.size() || space == line.npos)
        return say("Write 'set', the number of a control, and a value: set 1 0.2 nA");
    const auto& id = ids[static_cast<std::size_t>(*number) - 1];
    if (session_.visibility(id) != lesson::Visibility::visible) return say("This control is fixed here.");
    const auto typed = typed_for(id, line.substr(space + 1));
    if (!typed.value) return say(typed.message);
    const auto range = session_.reach(id);
    if (*typed.value < range.low || *typed.value > range.high)
        return say("This control goes from " + lesson::number_text(range.low) + " to " +
                   lesson::number_text(range.high) + ".");
    auto tried = setup(0);
    lesson::set_parameter(tried, id, *typed.value);
    moved_[id] = *typed.value;
    show_controls();
}

void LessonTerminal::limits(bool changed) {
    if (limits_->done()) return say("All series are done. Enter fills in.");
    if (changed && limits_begun_) {
        limits_->changed();
        limits_begun_ = false;
        say(limits_->done() ? "All series are done: mean " + lesson::number_text(limits_->mean(), 6) + " pA."
                            : "Noted. N begins the next series.");
        return;
    }
    if (limits_begun_) limits_->step();
    limits_begun_ = true;
    moved_["stim_amplitude_pa"] = limits_->value();
    say(std::string{limits_->ascending() ? "Going up: " : "Going down: "} + lesson::number_text(limits_->value(), 6) +
        " pA. N is the next step, C says that it changed here.");
    play(0);
}

void LessonTerminal::measure() {
    for (const auto& row : session_.measured())
        say("  " + row.label + ", " + row.field + ": " + lesson::number_text(row.value) + " " +
            std::string{lesson::symbol_of(row.unit)});
}

void LessonTerminal::fill_in() {
    lesson::Named<std::string> fields;
    for (const auto& check : std::get<lesson::ExperimentStep>(session_.step().body).checks) {
        if (limits_ && limits_->done() && fields.empty()) {
            fields[check.field] = lesson::number_text(limits_->mean(), 8) + " pA";
            fields[std::string{lesson::up_minus_down_field}] = lesson::number_text(limits_->up_minus_down(), 8) + " pA";
            continue;
        }
        const auto line = ask(session_.filled(check.label) + " [" + std::string{lesson::symbol_of(check.unit)} + "]: ");
        if (!line) return;
        fields[check.field] = *line;
    }
    take(session_.answer_fields(fields, now_ms()));
}

/// Enter: hands in what there is to be handed in, or goes on.
void LessonTerminal::hand_in() {
    if (session_.can_advance()) return next();
    const auto& body = session_.step().body;
    if (std::holds_alternative<lesson::ExperimentStep>(body)) {
        if (limits_ && !limits_->done()) return limits(false);
        return fill_in();
    }
    if (std::holds_alternative<lesson::TuneStep>(body))
        return take(session_.answer_tuned(session_.tuned().value_or(0.0), now_ms()));
    next();
}

} // namespace soma::command
