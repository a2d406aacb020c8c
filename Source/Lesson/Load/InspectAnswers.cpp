#include "Lesson/Answers/Reach.h"
#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Texts.h"
#include "Lesson/Load/Inspection.h"
#include "Lesson/Play/Grading.h"
#include "Lesson/Play/Visibility.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace soma::lesson {
namespace {

/// The rows of the footer, which show what is not hidden.
constexpr std::array<std::string_view, 5> footer{"stim_amplitude_pa", "stim_duration_ms", "membrane_resistance_mohm",
                                                 "membrane_capacitance_nf", "threshold_above_rest_mv"};
/// Two numbers this close to a key on both sides give it away.
constexpr double bracket = 0.1;

std::optional<Unit> unit_of(std::string_view parameter_id) {
    const auto id = find_parameter(parameter_id);
    if (!id) return Unit::mv; // of the derived ones, all but the area are distances
    const std::string_view unit = parameter(*id).unit;
    return unit == "MΩ" ? Unit::mohm : unit_named(unit);
}

/// One number that a step asks for.
struct Asked {
    std::size_t step;
    std::string field;
    double key;
    Unit unit;
    Tolerance tolerance;
};

struct AnswersCheck {
    Inspection& r;
    std::vector<Asked> asked;

    void collect() {
        for (std::size_t i = 0; i < r.lesson.steps.size(); ++i) {
            const Step& step = r.lesson.steps[i];
            r.enter(step);
            if (const auto* numeric = std::get_if<NumericStep>(&step.body))
                asked.push_back({i, "answer", r.evaluator.value(numeric->answer), numeric->unit, numeric->tolerance});
            if (const auto* experiment = std::get_if<ExperimentStep>(&step.body))
                for (std::size_t k = 0; k < experiment->checks.size(); ++k) {
                    const Check& check = experiment->checks[k];
                    asked.push_back({i, "checks[" + std::to_string(k) + "]", r.evaluator.value(check.answer),
                                     check.unit, check.tolerance});
                }
        }
    }

    void shown_answers() const {
        for (const Asked& a : asked) {
            const Step& step = r.lesson.steps[a.step];
            r.enter(step);
            const double shown = std::stod(number_text(a.key, shown_digits_for(a.key, a.tolerance)));
            if (!within(a.tolerance, shown, a.key))
                r.add(step, a.field, "shown as " + number_text(shown, 8) + " it is no right answer");
            for (const Misconception& m : step.feedback.when_equals) {
                const double mistake = r.evaluator.value(m.answer);
                if (within(m.tolerance.value_or(a.tolerance), shown, mistake) && a.field == "answer")
                    r.add(step, "feedback.whenEquals",
                          "the answer is shown as " + number_text(shown, 8) +
                              ", and that counts as the mistake: " + shortened(m.text));
            }
        }
    }

    void reaches() const {
        for (const Asked& a : asked) {
            const Step& step = r.lesson.steps[a.step];
            const auto* experiment = std::get_if<ExperimentStep>(&step.body);
            if (!experiment || !experiment->by_hand || experiment->experiment == "method-of-limits") continue;
            r.enter(step);
            bool set = false;
            std::string why = "no control of the step has this unit";
            const Controls& controls = step.controls ? *step.controls : r.lesson.controls;
            for (const auto& [id, visibility] : controls.items) {
                const auto unit =
                    visibility == Visibility::visible && parameter_exists(id) ? unit_of(id) : std::nullopt;
                const auto key = unit ? convert(a.key, a.unit, *unit) : std::nullopt;
                if (!key) continue;
                const double given = parameter_value(r.evaluator.setup(experiment->of.front()), id);
                const Range range = reach(step, id, given, r.evaluator);
                set = set || (*key >= range.low && *key <= range.high);
                why = "the control goes from " + number_text(range.low) + " to " + number_text(range.high);
            }
            if (!set) r.add(step, a.field, "asks for " + number_text(a.key) + ", but " + why);
            if (experiment->args.contains("durations_ms") &&
                visibility(r.lesson, step, "stim_duration_ms", {}) != Visibility::visible)
                r.add(step, "controls", "the durations of the table cannot be set");
        }
    }

    /// Nothing before an answer shows its number: no fact in a text, no field, no row of the footer.
    void nothing_early() const {
        for (const Asked& a : asked)
            for (std::size_t i = 0; i <= a.step; ++i) {
                const Step& step = r.lesson.steps[i];
                r.enter(step);
                texts_before(a, i, step);
                values_before(a, i, step);
            }
    }

    void texts_before(const Asked& a, std::size_t index, const Step& step) const {
        for_each_text(step, [&](const Words& words) {
            if (words.field == "teacherNote" || (index == a.step && !words.before_the_answer)) return;
            for (auto place = next_place(words.text, 0); place; place = next_place(words.text, place->end)) {
                const auto fact = r.lesson.facts.find(place->name);
                if (fact == r.lesson.facts.end()) continue;
                const auto told = convert(r.evaluator.value(fact->second.value), fact->second.unit, a.unit);
                if (told && same(*told, a) && a.unit != Unit::one)
                    r.add(r.lesson.steps[a.step], a.field,
                          "step '" + step.id + "' tells it before: {" + std::string{place->name} + "} in " +
                              std::string{words.field});
            }
        });
    }

    void values_before(const Asked& a, std::size_t index, const Step& step) const {
        // A step may show a value in its own controls for its own question: that one is meant to be read there.
        std::vector<std::string> items{footer.begin(), footer.end()};
        const Controls& controls = step.controls ? *step.controls : r.lesson.controls;
        for (const auto& [id, seen] : controls.items)
            if (parameter_exists(id)) items.push_back(id);
        for (const std::string& id : items) {
            const auto unit = unit_of(id);
            if (!unit || !convert(1.0, *unit, a.unit)) continue;
            if (visibility(r.lesson, step, id, {}) == Visibility::hidden) continue;
            if (index == a.step && step.controls && step.controls->items.contains(id)) continue;
            bool below = false, above = false;
            for (const std::string& sound : sounds_of(step)) {
                const auto value = convert(parameter_value(r.evaluator.setup(sound), id), *unit, a.unit);
                if (same(*value, a))
                    r.add(r.lesson.steps[a.step], a.field, "step '" + step.id + "' shows it before, as " + id);
                below = below || (*value<a.key&& * value> a.key - bracket * std::abs(a.key));
                above = above || (*value > a.key && *value < a.key + bracket * std::abs(a.key));
            }
            if (below && above)
                r.add(r.lesson.steps[a.step], a.field,
                      "step '" + step.id + "' shows " + id + " on both sides of it: whoever takes the middle has it");
        }
    }

    static bool same(double told, const Asked& a) {
        return a.key != 0.0 &&
               std::abs(told - a.key) <= std::min(canary_slack(a.tolerance, a.key), 0.005 * std::abs(a.key));
    }
};

} // namespace

void Inspection::check_answers() {
    AnswersCheck check{*this, {}};
    check.collect();
    check.shown_answers();
    check.reaches();
    check.nothing_early();
}

} // namespace soma::lesson
