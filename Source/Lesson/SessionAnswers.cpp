#include "Lesson/Checks.h"
#include "Lesson/Grading.h"
#include "Lesson/Problem.h"
#include "Lesson/Session.h"
#include "Lesson/Wording.h"

#include <algorithm>
#include <cmath>

/// The part of a session that judges answers and writes rows.
namespace soma::lesson {
namespace {

constexpr int shown_digits = 4, stored_digits = 8;

std::string keys_text(const std::vector<int>& keys) {
    std::vector<std::string> words;
    for (const int key : keys) words.push_back(std::to_string(key));
    return joined(words, ";");
}

std::string with_unit(double x, Unit unit) {
    return number_text(x, shown_digits) + (unit == Unit::one ? "" : " " + std::string{name_of(unit)});
}

} // namespace

std::optional<Outcome> Session::refusal() const {
    if (can_answer()) return {};
    Outcome no;
    if (!asks())
        no.text = "There is nothing to answer here.";
    else if (phase_ == Phase::answered || now().done)
        no.text = "This is answered already.";
    else
        no.text = "Listen to every sound first.";
    return no;
}

std::string Session::wrong_text(const std::string& option) const {
    const auto found = step().feedback.by_option.find(option);
    return found != step().feedback.by_option.end() ? found->second : step().feedback.wrong;
}

std::string Session::labels_of(const std::vector<int>& keys, std::string_view separator) const {
    std::vector<std::string> labels;
    for (const Choice& c : now().choices)
        if (std::find(keys.begin(), keys.end(), c.key) != keys.end())
            labels.push_back(std::to_string(c.key) + " " + c.label);
    return joined(labels, separator);
}

std::string Session::sound_labels(const std::vector<std::string>& sounds) const {
    std::vector<std::string> labels;
    for (const std::string& s : sounds) labels.push_back(lesson_->sounds.find(s)->second.label);
    return joined(labels);
}

bool Session::late(double now_ms) const {
    return options_.time_limits && step().time_limit_s > 0.0 && now_ms - now().begun_ms > 1000.0 * step().time_limit_s;
}

ResultRow Session::row(const Judged& judged, double now_ms) const {
    const Progress& p = now();
    ResultRow r;
    r.step_id = step().id;
    r.kind = step().kind;
    r.role = step().role;
    if (trial_step()) r.trial = std::to_string(p.trial + 1);
    for (const auto& [name, value] : evaluator_.variables())
        r.variant += (r.variant.empty() ? "" : ";") + name + "=" + number_text(value, stored_digits);
    r.presented = joined(p.presentation ? p.presentation->sounds : sounds_of(step()), ";");
    r.answer = judged.answer;
    r.unit = judged.unit;
    r.expected = judged.expected;
    r.tolerance = judged.tolerance;
    r.correct = judged.correct;
    r.attempt = p.attempts;
    r.plays = 0;
    for (const int plays : p.plays) r.plays += plays;
    r.response_ms = now_ms - p.begun_ms;
    r.revealed = p.revealed;
    return r;
}

void Session::finish(double score) {
    Progress& p = now();
    p.done = true;
    p.score = p.revealed && lesson_->scoring.reveal_costs_points ? 0.0 : score;
    rows_.back().score = p.score;
    rows_.back().max_score = step().points;
    phase_ = Phase::answered;
    p.right = solution().text;
}

/// Counts an attempt: the points it leaves after the penalty for wrong ones before it.
Outcome Session::settle(const Judged& judged, double now_ms) {
    Progress& p = now();
    ++p.attempts;
    p.given = judged.given;
    if (trial_step()) return settle_trial(judged, now_ms);
    rows_.push_back(row(judged, now_ms));
    const double kept = std::max(0.0, 1.0 - lesson_->scoring.wrong_attempt_penalty * (p.attempts - 1));
    p.score = std::max(p.score, late(now_ms) ? 0.0 : step().points * judged.credit * kept);
    Outcome out{true, judged.correct, judged.correct || p.attempts >= step().attempts, judged.text};
    phase_ = Phase::ready;
    if (out.final) finish(p.score);
    return out;
}

Outcome Session::settle_trial(const Judged& judged, double now_ms) {
    Progress& p = now();
    const ChooseStep& s = *trial_step();
    rows_.push_back(row(judged, now_ms));
    p.attempts = 0;
    p.trials_right += judged.correct && !late(now_ms);
    if (p.staircase) p.staircase->answer(judged.correct);
    phase_ = Phase::answered;
    const bool last = p.staircase ? p.staircase->done() : p.trial + 1 >= s.trials;
    if (last) {
        double share = static_cast<double>(p.trials_right) / (p.trial + 1);
        if (lesson_->scoring.chance_corrected) share = chance_corrected(share, alternatives(*s.trial));
        // A staircase measures the ear, so finishing it is what earns the points.
        ResultRow all = rows_.back();
        all.trial = "all";
        all.presented = all.variant = {};
        all.correct = -1;
        all.answer = p.staircase ? number_text(p.staircase->estimate(), stored_digits)
                                 : std::to_string(p.trials_right) + "/" + std::to_string(p.trial + 1);
        all.expected = {};
        rows_.push_back(all);
        p.given = std::to_string(p.trials_right) + " of " + std::to_string(p.trial + 1) + " right";
        finish(p.staircase ? step().points : step().points * share);
        p.right.clear(); // each trial had its own
    }
    return {true, judged.correct, true, judged.text};
}

Outcome Session::answer_keys(const std::vector<int>& keys, double now_ms) {
    if (auto no = refusal()) return *no;
    const auto* s = std::get_if<ChooseStep>(&step().body);
    const Progress& p = now();
    const auto offered = [&](int key) {
        return std::any_of(p.choices.begin(), p.choices.end(), [&](const Choice& c) { return c.key == key; });
    };
    if (!s || keys.empty() || !std::all_of(keys.begin(), keys.end(), offered))
        return {false, false, false, "That key is not one of the answers."};
    if (!s->multiple && keys.size() > 1) return {false, false, false, "Choose one answer."};
    std::vector<int> given = keys;
    std::sort(given.begin(), given.end());
    Judged judged;
    judged.correct = s->multiple
                         ? given == p.correct_keys
                         : std::find(p.correct_keys.begin(), p.correct_keys.end(), given[0]) != p.correct_keys.end();
    judged.credit = judged.correct;
    judged.answer = keys_text(given);
    judged.given = labels_of(given);
    judged.expected = keys_text(p.correct_keys);
    if (judged.correct) {
        judged.text = step().feedback.correct;
    } else if (p.presentation) {
        judged.text = wrong_text(p.presentation->told_by);
    } else {
        judged.text = wrong_text(std::to_string(given[0]));
    }
    return settle(judged, now_ms);
}

Outcome Session::answer_text(std::string_view typed, double now_ms) {
    if (auto no = refusal()) return *no;
    const auto* s = std::get_if<NumericStep>(&step().body);
    if (!s) return {false, false, false, "This question does not take a number."};
    const TypedNumber number = parse_typed(typed, s->unit);
    if (!number.value) return {false, false, false, number.message};
    const double key = evaluator_.value(s->answer);
    Judged judged;
    judged.correct = within(s->tolerance, *number.value, key);
    judged.credit = judged.correct;
    judged.answer = number_text(*number.value, stored_digits);
    judged.expected = number_text(key, stored_digits);
    judged.given = with_unit(*number.value, s->unit);
    judged.unit = name_of(s->unit);
    judged.tolerance = tolerance_text(s->tolerance, name_of(s->unit));
    judged.text = judged.correct ? step().feedback.correct
                                 : wrong_number_text(step().feedback, *number.value, key, s->tolerance, evaluator_);
    return settle(judged, now_ms);
}

Outcome Session::answer_order(const std::vector<std::string>& sounds, double now_ms) {
    if (auto no = refusal()) return *no;
    const auto* s = std::get_if<OrderStep>(&step().body);
    if (!s || !std::is_permutation(sounds.begin(), sounds.end(), s->sounds.begin(), s->sounds.end()))
        return {false, false, false, "Put each of the sounds into the order once."};
    std::vector<double> values;
    for (const std::string& sound : sounds) values.push_back(evaluator_.quantity(s->by, sound, s->args));
    const double share = ordered_share(values, s->descending);
    Judged judged;
    judged.correct = share == 1.0;
    judged.credit = s->partial_credit ? share : judged.correct;
    judged.answer = joined(sounds, ";");
    judged.given = sound_labels(sounds);
    judged.expected = joined(solution().order, ";");
    judged.text = judged.correct ? step().feedback.correct : step().feedback.wrong;
    return settle(judged, now_ms);
}

Outcome Session::answer_tuned(double position, double now_ms) {
    if (auto no = refusal()) return *no;
    const auto* s = std::get_if<TuneStep>(&step().body);
    if (!s) return {false, false, false, "There is nothing to tune here."};
    tune(position);
    const double held = *now().tuned, target = evaluator_.value(s->target);
    const double value = tuned_value(*s, held, evaluator_);
    evaluator_.adjust(s->adjust, s->control, held);
    Judged judged;
    judged.correct = within(s->tolerance, value, target);
    judged.credit = judged.correct;
    judged.answer = number_text(held, stored_digits);
    judged.given = s->control + " = " + number_text(held, shown_digits);
    judged.expected = number_text(target, stored_digits);
    judged.unit = s->metric ? s->metric->quantity : s->control;
    judged.tolerance = tolerance_text(s->tolerance, "1");
    judged.text = judged.correct ? step().feedback.correct
                                 : wrong_number_text(step().feedback, value, target, s->tolerance, evaluator_);
    return settle(judged, now_ms);
}

Outcome Session::answer_fields(const Named<std::string>& typed, double now_ms) {
    if (auto no = refusal()) return *no;
    const auto* s = std::get_if<ExperimentStep>(&step().body);
    if (!s) return {false, false, false, "There is no table to fill in here."};
    std::vector<double> values;
    for (const Check& check : s->checks) {
        const auto found = typed.find(check.field);
        const TypedNumber number = parse_typed(found == typed.end() ? "" : found->second, check.unit);
        if (!number.value) return {false, false, false, check.label + ": " + number.message};
        values.push_back(*number.value);
    }
    Judged judged;
    double points = 0.0, earned = 0.0;
    std::vector<std::string> given, shown, expected, wrong;
    std::string misconception;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Check& check = s->checks[i];
        const double key = evaluator_.value(check.answer), worth = check.points.value_or(1.0);
        const bool right = within(check.tolerance, values[i], key);
        points += worth;
        earned += right ? worth : 0.0;
        given.push_back(check.field + "=" + number_text(values[i], stored_digits));
        shown.push_back(check.label + ": " + with_unit(values[i], check.unit));
        expected.push_back(check.field + "=" + number_text(key, stored_digits));
        if (right) continue;
        wrong.push_back(check.label);
        if (misconception.empty())
            misconception = wrong_number_text(step().feedback, values[i], key, check.tolerance, evaluator_);
    }
    judged.correct = wrong.empty();
    judged.credit = points > 0.0 ? earned / points : judged.correct;
    judged.answer = joined(given, ";");
    judged.given = joined(shown, "; ");
    judged.expected = joined(expected, ";");
    judged.text = judged.correct
                      ? step().feedback.correct
                      : "Look again at: " + joined(wrong) + "." + (misconception.empty() ? "" : " " + misconception);
    return settle(judged, now_ms);
}

Outcome Session::pass(double now_ms) {
    if (!asks() || now().done || phase_ == Phase::answered)
        return {false, false, false, "There is nothing to answer here."};
    Judged judged;
    judged.answer = judged.given = "cannot tell";
    judged.expected = solution().text;
    if (trial_step()) return settle(judged, now_ms);
    now().given = judged.given;
    rows_.push_back(row(judged, now_ms));
    finish(now().score);
    return {true, false, true, step().feedback.wrong};
}

void Session::reveal(double now_ms) {
    if (!asks() || now().done) return;
    now().revealed = true;
    if (!lesson_->scoring.reveal_costs_points) return;
    Judged judged;
    judged.answer = now().given = "revealed";
    judged.expected = solution().text;
    rows_.push_back(row(judged, now_ms));
    finish(0.0);
}

std::vector<std::pair<double, std::string>> Session::misconceptions() {
    std::vector<std::pair<double, std::string>> found;
    for (const Misconception& m : step().feedback.when_equals) {
        try {
            found.emplace_back(evaluator_.value(m.answer), m.text);
        } catch (const LessonError&) {
            continue; // one that has no value here matches nothing
        }
    }
    return found;
}

Solution Session::solution() {
    Solution out;
    const Step& current = step();
    if (const auto* choose = std::get_if<ChooseStep>(&current.body)) {
        out.keys = now().correct_keys;
        out.text = labels_of(out.keys, choose->multiple ? " and " : " or ");
    } else if (const auto* numeric = std::get_if<NumericStep>(&current.body)) {
        out.number = evaluator_.value(numeric->answer);
        out.text = with_unit(*out.number, numeric->unit);
    } else if (const auto* order = std::get_if<OrderStep>(&current.body)) {
        out.order = order->sounds;
        const auto value = [&](const std::string& s) { return evaluator_.quantity(order->by, s, order->args); };
        std::sort(out.order.begin(), out.order.end(), [&](const std::string& a, const std::string& b) {
            return order->descending ? value(a) > value(b) : value(a) < value(b);
        });
        out.text = sound_labels(out.order);
    } else if (const auto* tuning = std::get_if<TuneStep>(&current.body)) {
        out.number = tune_solution(*tuning, evaluator_);
        set_variables();
        out.text = out.number ? tuning->control + " = " + number_text(*out.number, shown_digits) : "";
    } else if (const auto* experiment = std::get_if<ExperimentStep>(&current.body)) {
        std::vector<std::string> parts;
        for (const Check& check : experiment->checks) {
            out.fields[check.field] = evaluator_.value(check.answer);
            parts.push_back(check.label + ": " + with_unit(out.fields[check.field], check.unit));
        }
        out.text = joined(parts, "; ");
    }
    return out;
}

} // namespace soma::lesson
