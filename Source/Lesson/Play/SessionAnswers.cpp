#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Problem.h"
#include "Lesson/Format/StudentText.h"
#include "Lesson/Play/Grading.h"
#include "Lesson/Play/Session.h"
#include "Lesson/Play/Tuning.h"

#include "Core/Utf8.h"

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

std::string with_unit(double x, Unit unit, int digits = shown_digits) {
    const auto symbol = symbol_of(unit);
    return number_text(x, digits) + (symbol.empty() ? "" : " " + std::string{symbol});
}

/// "Sodium resistance: 50 MΩ".
std::string control_text(const std::string& control, double position) {
    const auto& row = control_parameter(control);
    const std::string unit{row.unit};
    return std::string{row.label} + ": " + number_text(position, shown_digits) + (unit.empty() ? "" : " " + unit);
}

Outcome refused(std::string why) { return {false, false, false, false, std::move(why)}; }

std::string labels_alone(const std::vector<Choice>& choices, const std::vector<int>& keys) {
    std::vector<std::string> labels;
    for (const Choice& c : choices)
        if (std::find(keys.begin(), keys.end(), c.key) != keys.end()) labels.push_back(c.label);
    return joined(labels, " and ");
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
    return filled(found != step().feedback.by_option.end() ? found->second : step().feedback.wrong);
}

std::string Session::labels_of(const std::vector<int>& keys, std::string_view separator) const {
    std::vector<std::string> labels;
    for (const Choice& c : now().posed.choices)
        if (std::find(keys.begin(), keys.end(), c.key) != keys.end())
            labels.push_back(std::to_string(c.key) + " " + c.label);
    return joined(labels, separator);
}

std::string Session::sound_labels(const std::vector<std::string>& sounds) const {
    const auto letters = this->sounds();
    std::vector<std::string> names;
    for (const std::string& s : sounds) {
        const auto place = std::find(letters.begin(), letters.end(), s) - letters.begin();
        names.push_back(card_letter(static_cast<std::size_t>(place)) + " (" +
                        filled(lesson_->sounds.find(s)->second.label) + ")");
    }
    return joined(names);
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
    r.presented = joined(sounds(), ";");
    if (const auto* choose = std::get_if<ChooseStep>(&step().body); choose && choose->shuffle_options.value_or(false))
        r.presented += (r.presented.empty() ? "" : ";") + std::string{"options "} + keys_text(p.posed.authored);
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
    Outcome out{true, judged.correct, judged.correct || p.attempts >= step().attempts, false, judged.text};
    phase_ = Phase::ready;
    if (out.final) finish(p.score);
    if (step().role != "predict") return out;
    p.foretold = judged.correct;
    return {true, false, true, true, "Noted. Now listen."};
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
    return {true, judged.correct, true, false, judged.text};
}

Outcome Session::answer_keys(const std::vector<int>& keys, double now_ms) {
    if (auto no = refusal()) return *no;
    const auto* s = std::get_if<ChooseStep>(&step().body);
    const Progress& p = now();
    const auto offered = [&](int key) {
        return std::any_of(p.posed.choices.begin(), p.posed.choices.end(),
                           [&](const Choice& c) { return c.key == key; });
    };
    if (!s || keys.empty() || !std::all_of(keys.begin(), keys.end(), offered))
        return refused("That key is not one of the answers.");
    if (!s->multiple && keys.size() > 1) return refused("Choose one answer.");
    std::vector<int> given = keys, authored, expected;
    std::sort(given.begin(), given.end());
    std::vector<std::string> pressed;
    for (const int key : given) {
        authored.push_back(authored_key(key));
        pressed.push_back(std::to_string(key));
    }
    for (const int key : p.posed.correct_keys) expected.push_back(authored_key(key));
    did("answer_keys", now_ms, 0.0, pressed);
    Judged judged;
    judged.correct = s->multiple ? given == p.posed.correct_keys
                                 : std::find(p.posed.correct_keys.begin(), p.posed.correct_keys.end(), given[0]) !=
                                       p.posed.correct_keys.end();
    judged.credit = judged.correct;
    // Files speak of the options as the lesson's file numbers them, whatever order a student saw.
    judged.answer = keys_text(authored);
    judged.given = step().role == "predict" ? labels_alone(p.posed.choices, given) : labels_of(given);
    judged.expected = keys_text(expected);
    if (judged.correct) {
        judged.text = filled(step().feedback.correct);
    } else if (p.presentation) {
        judged.text = wrong_text(p.presentation->told_by);
    } else {
        judged.text = wrong_text(std::to_string(authored[0]));
    }
    return settle(judged, now_ms);
}

Outcome Session::answer_text(std::string_view typed, double now_ms) {
    if (auto no = refusal()) return *no;
    if (const auto* explain = std::get_if<ExplainStep>(&step().body)) return judge_explanation(*explain, typed, now_ms);
    const auto* s = std::get_if<NumericStep>(&step().body);
    if (!s) return refused("This question does not take a number.");
    const TypedNumber number = parse_typed(typed, s->unit);
    if (!number.value) return refused(number.message);
    did("answer_text", now_ms, 0.0, {std::string{typed}});
    const double key = evaluator_.value(s->answer);
    Judged judged;
    judged.correct = within(s->tolerance, *number.value, key);
    judged.credit = judged.correct;
    judged.answer = number_text(*number.value, stored_digits);
    judged.expected = number_text(key, stored_digits);
    judged.given = with_unit(*number.value, s->unit);
    judged.unit = name_of(s->unit);
    judged.tolerance = tolerance_text(s->tolerance, name_of(s->unit));
    judged.text =
        filled(judged.correct ? step().feedback.correct
                              : wrong_number_text(step().feedback, *number.value, key, s->tolerance, evaluator_));
    return settle(judged, now_ms);
}

/// Only a person can mark it: a student who writes enough to be read gets the points.
Outcome Session::judge_explanation(const ExplainStep& s, std::string_view typed, double now_ms) {
    const auto written = kept_text(typed);
    if (count_words(written) < static_cast<std::size_t>(s.least_words)) return refused(too_short(s.least_words));
    did("answer_text", now_ms, 0.0, {std::string{typed}});
    Judged judged;
    judged.correct = true;
    judged.credit = 1.0;
    judged.answer = judged.given = written;
    judged.text = "One good answer: " + filled(s.model_answer);
    return settle(judged, now_ms);
}

Outcome Session::answer_order(const std::vector<std::string>& sounds, double now_ms) {
    if (auto no = refusal()) return *no;
    const auto* s = std::get_if<OrderStep>(&step().body);
    if (!s || !std::is_permutation(sounds.begin(), sounds.end(), s->sounds.begin(), s->sounds.end()))
        return refused("Put each of the sounds into the order once.");
    did("answer_order", now_ms, 0.0, sounds);
    std::vector<double> values;
    for (const std::string& sound : sounds) values.push_back(evaluator_.quantity(s->by, sound, s->args));
    const double share = ordered_share(values, s->descending);
    Judged judged;
    judged.correct = share == 1.0;
    judged.credit = s->partial_credit ? share : judged.correct;
    judged.answer = joined(sounds, ";");
    judged.given = sound_labels(sounds);
    judged.expected = joined(solution().order, ";");
    judged.text = filled(judged.correct ? step().feedback.correct : step().feedback.wrong);
    return settle(judged, now_ms);
}

Outcome Session::answer_tuned(double position, double now_ms) {
    if (auto no = refusal()) return *no;
    const auto* s = std::get_if<TuneStep>(&step().body);
    if (!s) return refused("There is nothing to tune here.");
    did("answer_tuned", now_ms, position);
    tune(position);
    const double held = *now().tuned, target = evaluator_.value(s->target);
    const double value = tuned_value(*s, held, evaluator_);
    evaluator_.adjust(s->adjust, s->control, held);
    Judged judged;
    judged.correct = within(s->tolerance, value, target);
    judged.credit = judged.correct;
    judged.answer = number_text(held, stored_digits);
    judged.given = control_text(s->control, held);
    judged.expected = number_text(target, stored_digits);
    judged.unit = s->metric ? s->metric->quantity : s->control;
    judged.tolerance = tolerance_text(s->tolerance, "1");
    judged.text = filled(judged.correct ? step().feedback.correct
                                        : wrong_number_text(step().feedback, value, target, s->tolerance, evaluator_));
    return settle(judged, now_ms);
}

Outcome Session::answer_fields(const Named<std::string>& typed, double now_ms) {
    if (auto no = refusal()) return *no;
    const auto* s = std::get_if<ExperimentStep>(&step().body);
    if (!s) return refused("There is no table to fill in here.");
    std::vector<double> values;
    std::vector<std::string> as_typed;
    for (const Check& check : s->checks) {
        const auto found = typed.find(check.field);
        const TypedNumber number = parse_typed(found == typed.end() ? "" : found->second, check.unit);
        if (!number.value) return refused(filled(check.label) + ": " + number.message);
        values.push_back(*number.value);
        as_typed.insert(as_typed.end(), {check.field, found->second});
    }
    std::optional<double> hysteresis;
    if (const auto found = typed.find(up_minus_down_field); found != typed.end()) {
        hysteresis = parse_typed(found->second, Unit::pa).value;
        if (hysteresis) as_typed.insert(as_typed.end(), {std::string{up_minus_down_field}, found->second});
    }
    did("answer_fields", now_ms, 0.0, as_typed);
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
        shown.push_back(filled(check.label) + ": " + with_unit(values[i], check.unit));
        expected.push_back(check.field + "=" + number_text(key, stored_digits));
        if (right) continue;
        wrong.push_back(filled(check.label));
        if (misconception.empty())
            misconception = filled(wrong_number_text(step().feedback, values[i], key, check.tolerance, evaluator_));
    }
    if (hysteresis) given.push_back(std::string{up_minus_down_field} + "=" + number_text(*hysteresis, stored_digits));
    judged.correct = wrong.empty();
    judged.credit = points > 0.0 ? earned / points : judged.correct;
    judged.answer = joined(given, ";");
    judged.given = joined(shown, "; ");
    judged.expected = joined(expected, ";");
    judged.text = judged.correct
                      ? filled(step().feedback.correct)
                      : "Look again at: " + joined(wrong) + "." + (misconception.empty() ? "" : " " + misconception);
    return settle(judged, now_ms);
}

Outcome Session::pass(double now_ms) {
    if (!asks() || now().done || phase_ == Phase::answered) return refused("There is nothing to answer here.");
    did("pass", now_ms);
    Judged judged;
    judged.answer = judged.given = "cannot tell";
    judged.expected = solution().text;
    if (trial_step()) return settle(judged, now_ms);
    now().given = judged.given;
    rows_.push_back(row(judged, now_ms));
    finish(now().score);
    return {true, false, true, step().role == "predict", filled(step().feedback.wrong)};
}

void Session::reveal(double now_ms) {
    if (!asks() || now().done) return;
    did("reveal", now_ms);
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
        out.keys = now().posed.correct_keys;
        out.text = labels_of(out.keys, choose->multiple ? " and " : " or ");
    } else if (const auto* numeric = std::get_if<NumericStep>(&current.body)) {
        out.number = evaluator_.value(numeric->answer);
        out.text = with_unit(*out.number, numeric->unit, shown_digits_for(*out.number, numeric->tolerance));
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
        out.text = out.number ? control_text(tuning->control, *out.number) : "";
    } else if (const auto* experiment = std::get_if<ExperimentStep>(&current.body)) {
        std::vector<std::string> parts;
        for (const Check& check : experiment->checks) {
            out.fields[check.field] = evaluator_.value(check.answer);
            const double key = out.fields[check.field];
            parts.push_back(filled(check.label) + ": " +
                            with_unit(key, check.unit, shown_digits_for(key, check.tolerance)));
        }
        out.text = joined(parts, "; ");
    } else if (const auto* explain = std::get_if<ExplainStep>(&current.body)) {
        out.text = filled(explain->model_answer);
    }
    return out;
}

} // namespace soma::lesson
