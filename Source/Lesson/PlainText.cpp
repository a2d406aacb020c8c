#include "Lesson/PlainText.h"

#include "Lesson/Access.h"
#include "Lesson/Checks.h"
#include "Lesson/Grading.h"
#include "Lesson/Problem.h"
#include "Lesson/Variants.h"
#include "Lesson/Wording.h"

#include <algorithm>

namespace soma::lesson {
namespace {

class Writer {
  public:
    Writer(const Lesson& lesson, Copy copy, Quantities& quantities)
        : lesson_(lesson)
        , teacher_(copy == Copy::teacher)
        , evaluator_(lesson, quantities) {}

    std::string write() {
        line(lesson_.title);
        line(std::string(lesson_.title.size(), '='));
        paragraph(lesson_.summary);
        line(lesson_.course + ", about " + std::to_string(lesson_.minutes) + " minutes.");
        for (const std::string& goal : lesson_.goals) line("- " + goal);
        int number = 0;
        const Variables base = base_variables(lesson_, lesson_.seed);
        for (const Step& step : lesson_.steps) {
            SplitMix64 stream = stream_of(lesson_.id, step.id, lesson_.seed);
            evaluator_.set_variables(step_variables(lesson_, base, stream));
            write_step(step, ++number);
        }
        if (teacher_) noted("For the teacher", lesson_.teacher);
        return std::move(out_);
    }

  private:
    void line(const std::string& text) { out_ += text + "\n"; }
    void paragraph(const std::string& text) {
        if (!text.empty()) line(text + "\n");
    }
    void noted(const std::string& what, const std::string& text) {
        if (!text.empty()) line("  " + what + ": " + text);
    }

    void write_step(const Step& step, int number) {
        const std::string points =
            step.points > 0.0 ? " (" + number_text(step.points) + (step.points == 1.0 ? " point)" : " points)") : "";
        line("\n" + std::to_string(number) + ". " + (step.title.empty() ? step.id : step.title) + points);
        std::visit([&](const auto& body) { write_body(step, body); }, step.body);
        for (const std::string& name : sounds_of(step)) write_sound(name);
        for (const std::string& hint : step.hints) noted("Hint", hint);
        if (!teacher_) return;
        noted("If right", step.feedback.correct);
        noted("If wrong", step.feedback.wrong);
        noted("If nearly", step.feedback.near);
        for (const auto& [option, text] : step.feedback.by_option) noted("At " + option, text);
        for (const Misconception& m : step.feedback.when_equals) noted("At " + value_text(m.answer), m.text);
        noted("Note", step.teacher_note);
    }

    void write_sound(const std::string& name) {
        const Sound& sound = lesson_.sounds.find(name)->second;
        noted("Sound " + sound.label, sound.alt);
        if (teacher_) noted("Heard", sound.alt_answer);
    }

    std::string value_text(const Value& value) {
        try {
            return number_text(evaluator_.value(value));
        } catch (const LessonError&) {
            return "no value";
        }
    }

    void write_key(const Value& answer, Unit unit, const Tolerance& tolerance, const std::string& what = "Key") {
        if (teacher_)
            noted(what, value_text(answer) + " " + std::string{name_of(unit)} + ", " +
                            tolerance_text(tolerance, name_of(unit)));
    }

    void write_body(const Step&, const TextStep& s) { line(s.body); }
    void write_body(const Step&, const ListenStep& s) { line(s.body); }
    /// The last word of a lesson holds its answers.
    void write_body(const Step&, const RevealStep& s) {
        line(teacher_ ? s.body : "The answers are shown here once the lesson is done.");
    }

    void write_body(const Step&, const ChooseStep& s) {
        line(s.prompt);
        for (const Option& option : s.options)
            line("  " + std::to_string(option.key) + "  " + option.label +
                 (teacher_ && option.correct ? "  <- right" : ""));
        if (s.trial)
            line("  " + (s.adaptive ? "At most " + std::to_string(s.adaptive->max_trials) : std::to_string(s.trials)) +
                 " trials.");
    }

    void write_body(const Step&, const NumericStep& s) {
        line(s.prompt + " [" + std::string{name_of(s.unit)} + "]");
        write_key(s.answer, s.unit, s.tolerance);
    }

    void write_body(const Step&, const TuneStep& s) {
        line(s.prompt + " [" + s.control + "]");
        if (teacher_) noted("Key", value_text(s.target) + (s.metric ? " of " + s.metric->quantity : ""));
    }

    void write_body(const Step&, const ExperimentStep& s) {
        line(s.prompt);
        for (const Check& check : s.checks) {
            line("  " + check.label + ": ______ " + std::string{name_of(check.unit)});
            write_key(check.answer, check.unit, check.tolerance);
        }
    }

    void write_body(const Step&, const OrderStep& s) {
        line(s.prompt);
        if (!teacher_) return;
        for (const std::string& sound : s.sounds) {
            Value value;
            value.kind = Value::Kind::quantity;
            value.name = s.by;
            value.of = sound;
            value.args = s.args;
            noted(lesson_.sounds.find(sound)->second.label, s.by + " = " + value_text(value));
        }
    }

    const Lesson& lesson_;
    bool teacher_;
    Evaluator evaluator_;
    std::string out_;
};

} // namespace

std::string plain_text(const Lesson& lesson, Copy copy, Quantities& quantities) {
    quantities.renew_allowance();
    return Writer{lesson, copy, quantities}.write();
}

} // namespace soma::lesson
