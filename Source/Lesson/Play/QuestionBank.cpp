#include "Lesson/Play/QuestionBank.h"

#include "Lesson/Play/ClassAdvance.h"
#include "Lesson/Play/Grading.h"

#include <algorithm>
#include <cmath>

namespace soma::lesson {
namespace {

using Kind = AnswerForm::Kind;

/// Platforms know a distance on both sides. Of a factor the smaller one is taken: nothing is accepted that the lesson
/// refuses.
double distance(const Tolerance& t, double key) {
    return std::max({t.abs, t.rel * std::abs(key), (1.0 - 1.0 / std::max(1.0, t.ratio)) * std::abs(key)});
}

std::string unit_text(Unit unit) { return unit == Unit::one ? "" : std::string{name_of(unit)}; }

/// Feedback of the session for an answer. Texts name no numbers of the model that are not computed for this seed.
std::string said(const Session& session, const AnswerForm& form, const std::string& value) {
    return grade(session, form, value).feedback;
}

std::vector<BankQuestion::Option> options_of(const Session& session, const ClassQuestion& q, const Solution& solution) {
    std::vector<BankQuestion::Option> options;
    for (const Choice& choice : q.form.choices) {
        const bool right = std::find(solution.keys.begin(), solution.keys.end(), choice.key) != solution.keys.end();
        options.push_back({choice.label, said(session, q.form, std::to_string(choice.key)), right});
    }
    return options;
}

/// A table of numbers becomes a question for each.
void add_fields(std::vector<BankQuestion>& bank, BankQuestion question, const Session& session,
                const ExperimentStep& step, const Solution& solution) {
    const auto name = question.name, text = question.text;
    const double points = question.points / static_cast<double>(std::max<std::size_t>(1, step.checks.size()));
    question.kind = Kind::number;
    question.points = points;
    for (const Check& check : step.checks) {
        const double key = solution.fields.find(check.field)->second;
        question.name = name + "/" + check.field;
        question.text = text + "\n" + session.filled(check.label);
        question.unit = unit_text(check.unit);
        question.number = {key, distance(check.tolerance, key), question.right_text};
        bank.push_back(question);
    }
}

void add_question(std::vector<BankQuestion>& bank, Session& session, const std::string& variant) {
    const auto q = class_question(session);
    const Step& step = session.step();
    if (q.form.kind == Kind::none || q.form.kind == Kind::text || session.phase() == Phase::answered) return;
    const auto solution = session.solution();
    BankQuestion question;
    question.name =
        session.lesson().id + "/" + step.id + (q.key.trial > 0 ? "/" + std::to_string(q.key.trial) : "") + variant;
    question.title = q.title;
    question.text = q.text;
    question.points = step.points > 0.0 ? step.points / std::max(1, q.trial.second) : 1.0;
    question.penalty = session.lesson().scoring.wrong_attempt_penalty;
    question.kind = q.form.kind;
    question.right_text = session.filled(step.feedback.correct);
    question.wrong_text = session.filled(step.feedback.wrong);
    for (const auto& hint : step.hints) question.hints.push_back(session.filled(hint));
    if (!q.predicts)
        for (std::size_t i = 0; i < q.cards.size(); ++i)
            question.cards.push_back({q.cards[i].name(), q.cards[i].alt, session.setup(i)});
    if (const auto* experiment = std::get_if<ExperimentStep>(&step.body))
        return add_fields(bank, std::move(question), session, *experiment, solution);
    if (const auto* numeric = std::get_if<NumericStep>(&step.body)) {
        question.unit = unit_text(numeric->unit);
        question.number = {*solution.number, distance(numeric->tolerance, *solution.number), question.right_text};
        for (const auto& [value, text] : session.misconceptions())
            if (!within(numeric->tolerance, value, *solution.number))
                question.misconceptions.push_back({value, 0.01 * std::abs(value), session.filled(text)});
    } else if (q.form.kind == Kind::order) {
        const auto sounds = session.sounds();
        for (const auto& sound : solution.order)
            question.order.push_back(
                card_letter(static_cast<std::size_t>(std::find(sounds.begin(), sounds.end(), sound) - sounds.begin())));
    } else {
        question.options = options_of(session, q, solution);
    }
    bank.push_back(std::move(question));
}

} // namespace

std::vector<BankQuestion> question_bank(std::shared_ptr<const Lesson> lesson, Quantities& quantities,
                                        std::uint64_t seed, int variants) {
    std::vector<BankQuestion> bank;
    for (int variant = 0; variant < variants; ++variant) {
        SessionOptions options;
        options.capabilities = all_capabilities();
        options.class_seed = seed + static_cast<std::uint64_t>(variant);
        Session session{lesson, quantities, options};
        const auto suffix = variants > 1 ? " (" + std::to_string(variant + 1) + ")" : std::string{};
        do add_question(bank, session, suffix);
        while (advance_class(session));
    }
    return bank;
}

} // namespace soma::lesson
