#include "Lesson/Answers/Experiment.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Texts.h"
#include "Lesson/Load/LessonChecks.h"
#include "Lesson/Play/Grading.h"
#include "Lesson/Play/Tuning.h"
#include "Lesson/Play/Variants.h"

#include <algorithm>
#include <cmath>

namespace soma::lesson {
namespace {

/// Two things closer than this share are not compared for points.
constexpr double least_difference = 0.1;
/// Beside the file's own; enough to meet every value of the few variables that lessons have.
constexpr int more_seeds = 8;

class Keys {
  public:
    Keys(const Lesson& lesson, Quantities& quantities, Report& report, std::uint64_t seed, bool own_seed)
        : lesson_(lesson)
        , report_(report)
        , evaluator_(lesson, quantities)
        , base_(base_variables(lesson, seed))
        , seed_(seed)
        , own_seed_(own_seed) {}

    void check() {
        evaluator_.set_variables(base_);
        for (const auto& [name, cell] : lesson_.cells)
            attempt("", "cells." + name, [&, &id = name] { setup_of_this(id); });
        for (const auto& [name, sound] : lesson_.sounds)
            attempt("", "sounds." + name, [&, &id = name] { evaluator_.setup(id); });
        if (!report_.problems().empty()) return;
        for (const Step& step : lesson_.steps) {
            SplitMix64 stream = stream_of(lesson_.id, step.id, seed_);
            evaluator_.set_variables(step_variables(lesson_, base_, stream));
            std::visit([&](const auto& body) { check_body(step, body); }, step.body);
            for_each_text(step, [&](const Words& w) {
                attempt(step.id, std::string{w.field}, [&] { evaluator_.filled(w.text); });
            });
        }
        evaluator_.set_variables(base_);
        for (const auto& [name, sound] : lesson_.sounds)
            attempt("", "sounds." + name,
                    [&, &said = sound] { evaluator_.filled(said.label + said.alt + said.alt_answer); });
    }

  private:
    void setup_of_this(const std::string& cell) {
        // A sound of the same name would hide the cell from the evaluator; it is built with that sound then.
        if (!lesson_.sounds.contains(cell)) evaluator_.setup(cell);
    }

    template <class Do>
    void attempt(const std::string& step, const std::string& field, Do&& something) {
        try {
            something();
        } catch (const LessonError& error) {
            report_.add(step, field,
                        error.what() + (own_seed_ ? std::string{} : " (with seed " + std::to_string(seed_) + ")"));
        }
    }

    void check_canary(const Step& step, const std::string& field, double key, const std::optional<double>& expect,
                      const Tolerance& tolerance) {
        if (own_seed_ && expect && std::abs(key - *expect) > canary_slack(tolerance, key))
            report_.add(step.id, field,
                        "the canary says " + number_text(*expect, 6) + ", the model says " + number_text(key, 6));
    }

    void check_number(const Step& step, const std::string& field, const Value& answer,
                      const std::optional<double>& expect, const Tolerance& tolerance) {
        attempt(step.id, field, [&] {
            const double key = evaluator_.value(answer);
            check_canary(step, field, key, expect, tolerance);
            check_misconceptions(step, key, tolerance);
        });
    }

    void check_misconceptions(const Step& step, double key, const Tolerance& tolerance) {
        for (const Misconception& m : step.feedback.when_equals)
            if (within(tolerance, evaluator_.value(m.answer), key) && own_seed_)
                report_.add(step.id, "feedback.whenEquals",
                            "this mistake gives a right answer, so its text is never shown: " + shortened(m.text));
    }

    void check_apart(const Step& step, const std::string& field, const std::string& quantity,
                     const std::vector<std::string>& sounds, const Arguments& args) {
        std::vector<double> values;
        for (const std::string& sound : sounds) values.push_back(evaluator_.quantity(quantity, sound, args));
        std::sort(values.begin(), values.end());
        for (std::size_t i = 0; i + 1 < values.size(); ++i)
            if (values[i + 1] - values[i] < least_difference * std::max(std::abs(values[i]), std::abs(values[i + 1])))
                report_.add(step.id, field,
                            "two sounds are closer than 10 % in " + quantity + ": " + number_text(values[i]) + " and " +
                                number_text(values[i + 1]));
    }

    void check_body(const Step&, const TextStep&) {}
    void check_body(const Step&, const ListenStep&) {}
    void check_body(const Step&, const RevealStep&) {}
    void check_body(const Step&, const ExplainStep&) {}

    void check_body(const Step& step, const ChooseStep& s) {
        if (s.trial && s.trial->mode == "compare" && s.trial->min_ratio <= 1.0)
            attempt(step.id, "trial.property",
                    [&] { check_apart(step, "trial.sounds", s.trial->property, s.trial->sounds, s.trial->args); });
    }

    void check_body(const Step& step, const NumericStep& s) {
        check_number(step, "answer", s.answer, s.expect, s.tolerance);
    }

    void check_body(const Step& step, const TuneStep& s) {
        attempt(step.id, "target", [&] {
            const double target = evaluator_.value(s.target);
            check_canary(step, "target", target, s.expect, s.tolerance);
            if (s.start) {
                const double start = evaluator_.value(*s.start);
                if (start < s.range->first || start > s.range->second)
                    report_.add(step.id, "start", "lies outside the range");
            }
            if (!tune_solution(s, evaluator_)) report_.add(step.id, "target", "cannot be reached within the range");
        });
    }

    void check_body(const Step& step, const ExperimentStep& s) {
        for (std::size_t i = 0; i < s.checks.size(); ++i)
            check_number(step, "checks[" + std::to_string(i) + "].answer", s.checks[i].answer, s.checks[i].expect,
                         s.checks[i].tolerance);
        if (!s.by_hand) attempt(step.id, "experiment", [&] { check_bench(step, s); });
    }

    /// The bench must show what the student is asked to read off it.
    void check_bench(const Step& step, const ExperimentStep& s) {
        const auto measured = measure(lesson_, s, evaluator_);
        for (const Check& check : s.checks) {
            const auto row = std::find_if(measured.begin(), measured.end(),
                                          [&](const Measured& m) { return m.field == check.field; });
            const double key = evaluator_.value(check.answer);
            if (row == measured.end())
                report_.add(step.id, "checks", "the bench does not show '" + check.field + "'");
            else if (const auto own = convert(row->value, row->unit, check.unit);
                     !own || !within(check.tolerance, *own, key))
                report_.add(step.id, "checks",
                            "'" + check.field + "': the bench shows " + number_text(row->value) + " " +
                                std::string{name_of(row->unit)} + ", the key is " + number_text(key));
        }
    }

    void check_body(const Step& step, const OrderStep& s) {
        attempt(step.id, "by", [&] { check_apart(step, "sounds", s.by, s.sounds, s.args); });
    }

    const Lesson& lesson_;
    Report& report_;
    Evaluator evaluator_;
    Variables base_;
    std::uint64_t seed_;
    bool own_seed_;
};

} // namespace

void check_keys(const Lesson& lesson, Quantities& quantities, Report& report) {
    quantities.renew_allowance();
    Keys{lesson, quantities, report, lesson.seed, true}.check();
    if (lesson.variables.empty()) return;
    for (std::uint64_t i = 1; i <= more_seeds && report.problems().empty(); ++i)
        Keys{lesson, quantities, report, lesson.seed + i, false}.check();
}

} // namespace soma::lesson
