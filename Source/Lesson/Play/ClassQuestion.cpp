#include "Lesson/Play/ClassQuestion.h"

#include "Lesson/Format/Messages.h"
#include "Lesson/Format/StudentText.h"
#include "Lesson/Play/Visibility.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace soma::lesson {
namespace {

using Kind = AnswerForm::Kind;

constexpr std::size_t longest_number = 40; ///< characters of a typed number
constexpr std::size_t most_bars = 8;

AnswerForm form_of(const Session& session) {
    AnswerForm form;
    const Step& step = session.step();
    if (session.replaced()) return form;
    if (const auto* choose = std::get_if<ChooseStep>(&step.body)) {
        if (choose->adaptive) return form;
        form.kind = choose->multiple ? Kind::choices : Kind::choice;
        form.choices = session.choices();
    } else if (const auto* numeric = std::get_if<NumericStep>(&step.body)) {
        form.kind = Kind::number;
        form.fields = {{"", "", numeric->unit}};
    } else if (std::holds_alternative<OrderStep>(step.body)) {
        form.kind = Kind::order;
        form.item_sounds = session.sounds();
        for (const auto& card : session.cards()) form.items.push_back(card.name());
    } else if (const auto* experiment = std::get_if<ExperimentStep>(&step.body)) {
        form.kind = Kind::fields;
        for (const Check& check : experiment->checks)
            form.fields.push_back({session.filled(check.label), check.field, check.unit});
    } else if (const auto* explain = std::get_if<ExplainStep>(&step.body)) {
        form.kind = Kind::text;
        form.least_words = explain->least_words;
    }
    return form;
}

std::optional<int> whole_number(std::string_view text) {
    int value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(';', at), text.size());
        parts.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

ReadAnswer read_keys(const AnswerForm& form, const std::vector<std::string>& parts) {
    std::vector<int> keys;
    for (const auto& part : parts) {
        const auto key = whole_number(part);
        const auto offered = [&](const Choice& choice) { return key && choice.key == *key; };
        if (std::none_of(form.choices.begin(), form.choices.end(), offered))
            return {{}, "That key is not one of the answers."};
        keys.push_back(*key);
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    if (form.kind == Kind::choice && keys.size() != 1) return {{}, "Choose one answer."};
    std::vector<std::string> words;
    for (const int key : keys) words.push_back(std::to_string(key));
    return {joined(words, ";"), {}};
}

ReadAnswer read_order(const AnswerForm& form, const std::vector<std::string>& parts) {
    std::vector<bool> seen(form.items.size(), false);
    for (const auto& part : parts) {
        const auto place = whole_number(part);
        if (!place || *place < 1 || *place > static_cast<int>(seen.size()) ||
            seen[static_cast<std::size_t>(*place - 1)])
            return {{}, "Put each of the sounds into the order once."};
        seen[static_cast<std::size_t>(*place - 1)] = true;
    }
    if (parts.size() != seen.size()) return {{}, "Put each of the sounds into the order once."};
    return {joined(parts, ";"), {}};
}

ReadAnswer read_numbers(const AnswerForm& form, const std::vector<std::string>& parts) {
    if (parts.size() != form.fields.size()) return {{}, "Type a number into each field."};
    std::vector<std::string> words;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto& field = form.fields[i];
        const auto number = parts[i].size() > longest_number ? TypedNumber{{}, "That is too long for a number."}
                                                             : parse_typed(parts[i], field.unit);
        if (!number.value) return {{}, (field.label.empty() ? "" : field.label + ": ") + number.message};
        const auto unit = std::string{name_of(field.unit)};
        words.push_back(number_text(*number.value, 8) + (field.unit == Unit::one ? "" : " " + unit));
    }
    return {joined(words, ";"), {}};
}

ReadAnswer read_text(const AnswerForm& form, const std::vector<std::string>& parts) {
    auto text = parts.size() == 1 ? kept_text(parts.front()) : std::string{};
    if (text.empty() || count_words(text) < static_cast<std::size_t>(form.least_words))
        return {{}, too_short(form.least_words)};
    return {std::move(text), {}};
}

Outcome give(Session& session, const AnswerForm& form, std::string_view value) {
    if (value == cannot_tell) return session.pass(0.0);
    const auto parts = split(value);
    switch (form.kind) {
    case Kind::none:
        return {};
    case Kind::choice:
    case Kind::choices: {
        std::vector<int> keys;
        for (const auto& part : parts) keys.push_back(whole_number(part).value_or(0));
        return session.answer_keys(keys, 0.0);
    }
    case Kind::number:
    case Kind::text:
        return session.answer_text(value, 0.0);
    case Kind::order: {
        std::vector<std::string> sounds;
        for (const auto& part : parts) {
            const auto place = static_cast<std::size_t>(whole_number(part).value_or(0) - 1);
            if (place < form.item_sounds.size()) sounds.push_back(form.item_sounds[place]);
        }
        return session.answer_order(sounds, 0.0);
    }
    case Kind::fields: {
        Named<std::string> typed;
        for (std::size_t i = 0; i < form.fields.size() && i < parts.size(); ++i) typed[form.fields[i].name] = parts[i];
        return session.answer_fields(typed, 0.0);
    }
    }
    return {};
}

/// Under a bar: the option, the items in their order, or the number to three digits.
std::string label_of(const AnswerForm& form, const std::string& value) {
    if (value == cannot_tell) return "cannot tell";
    if (form.kind == Kind::text) return "wrote an explanation";
    if (form.kind == Kind::order) {
        std::vector<std::string> words;
        for (const auto& part : split(value)) {
            const auto place = static_cast<std::size_t>(whole_number(part).value_or(0) - 1);
            if (place < form.items.size()) words.push_back(form.items[place]);
        }
        return joined(words, " < ");
    }
    if (form.kind == Kind::number || form.kind == Kind::fields) {
        const auto parts = split(value);
        std::vector<std::string> words;
        for (std::size_t i = 0; i < parts.size() && i < form.fields.size(); ++i) {
            const auto unit = form.fields[i].unit;
            const auto number = parse_typed(parts[i], unit);
            words.push_back(number_text(number.value.value_or(0.0), 3) +
                            (unit == Unit::one ? "" : " " + std::string{name_of(unit)}));
        }
        return joined(words, "; ");
    }
    return value;
}

} // namespace

std::string_view name_of(Kind kind) {
    constexpr std::array names{"none", "choice", "choices", "number", "order", "fields", "text"};
    return names[static_cast<std::size_t>(kind)];
}

ClassQuestion class_question(const Session& session) {
    ClassQuestion q;
    const Step& step = session.step();
    q.key = {step.id, session.trial().second > 0 ? session.trial().first : 0};
    q.title = session.filled(step.title);
    q.text = session.text();
    q.trial = session.trial();
    q.form = form_of(session);
    q.cards = session.cards();
    q.predicts = step.role == "predict" && q.form.kind != Kind::none;
    return q;
}

ReadAnswer read_answer(const AnswerForm& form, const std::vector<std::string>& parts) {
    if (form.kind == Kind::none) return {{}, "There is nothing to answer here."};
    if (parts.empty()) return {{}, "Give an answer first."};
    if (parts.size() == 1 && parts[0] == cannot_tell) return {std::string{cannot_tell}, {}};
    if (form.kind == Kind::choice || form.kind == Kind::choices) return read_keys(form, parts);
    if (form.kind == Kind::text) return read_text(form, parts);
    return form.kind == Kind::order ? read_order(form, parts) : read_numbers(form, parts);
}

GradedAnswer grade(const Session& asked, const AnswerForm& form, std::string_view value) {
    Session session = asked;
    session.show_pictures(); // the sounds were heard in the room
    const auto outcome = give(session, form, value);
    GradedAnswer graded;
    if (!outcome.accepted || session.rows().empty()) {
        graded.feedback = outcome.text;
        return graded;
    }
    // Of a prediction the class is told when the answer is shown: whether it came true, and what is heard.
    graded.correct = outcome.noted ? session.rows().back().correct == 1 : outcome.correct;
    graded.feedback = outcome.noted ? asked.filled(asked.step().feedback.correct) : outcome.text;
    // The row of the trial itself, not the sum that may follow the last one.
    for (const ResultRow& row : session.rows())
        if (row.trial != "all") graded.row = row;
    const double points = asked.step().points;
    const bool whole = asked.trial().second == 0 && points > 0.0;
    graded.share = whole ? session.step_score(asked.position()) / points : static_cast<double>(outcome.correct);
    return graded;
}

std::vector<ClassBar> bars_of(const AnswerForm& form, const ClassRecord& record) {
    const auto rounds = record.rounds.size();
    std::vector<ClassBar> bars;
    const auto bar = [&](const std::string& value, const std::string& label) -> ClassBar& {
        const auto same = [&](const ClassBar& b) { return b.label == label; };
        const auto found = std::find_if(bars.begin(), bars.end(), same);
        if (found != bars.end()) return *found;
        return bars.emplace_back(ClassBar{value, label, std::vector<int>(rounds, 0)});
    };
    if (form.kind == Kind::choice || form.kind == Kind::choices)
        for (const Choice& choice : form.choices) bar(std::to_string(choice.key), std::to_string(choice.key));
    const auto options = bars.size();
    for (std::size_t round = 0; round < rounds; ++round) {
        for (const auto& [seat, value] : record.rounds[round].answers) {
            // Of several options each has its vote.
            const auto values = form.kind == Kind::choices ? split(value) : std::vector<std::string>{value};
            for (const auto& one : values) ++bar(form.kind == Kind::text ? "" : one, label_of(form, one)).votes[round];
        }
        const auto& hands = record.rounds[round].hands;
        for (std::size_t i = 0; i < hands.size() && i < options; ++i) bars[i].votes[round] += hands[i];
    }
    if (options > 0) return bars;

    const auto total = [](const ClassBar& b) {
        int sum = 0;
        for (const int votes : b.votes) sum += votes;
        return sum;
    };
    std::stable_sort(bars.begin(), bars.end(), [&](const auto& a, const auto& b) { return total(a) > total(b); });
    if (bars.size() > most_bars) {
        ClassBar others{"", "others", std::vector<int>(rounds, 0)};
        for (std::size_t i = most_bars - 1; i < bars.size(); ++i)
            for (std::size_t round = 0; round < rounds; ++round) others.votes[round] += bars[i].votes[round];
        bars.resize(most_bars - 1);
        bars.push_back(std::move(others));
    }
    return bars;
}

std::vector<std::string> explanations_of(const AnswerForm& form, const ClassRecord& record) {
    std::vector<std::string> texts;
    if (form.kind != Kind::text) return texts;
    for (const auto& [seat, value] : record.rounds.back().answers)
        if (value != cannot_tell) texts.push_back(value);
    return texts;
}

} // namespace soma::lesson
