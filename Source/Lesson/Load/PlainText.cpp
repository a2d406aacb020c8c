#include "Lesson/Load/PlainText.h"

#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Glossary.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Problem.h"
#include "Lesson/Load/LessonChecks.h"
#include "Lesson/Play/Grading.h"
#include "Lesson/Play/Posed.h"
#include "Lesson/Play/Variants.h"
#include "Lesson/Play/Visibility.h"

#include <algorithm>

namespace soma::lesson {
namespace {

class Writer {
  public:
    Writer(const Lesson& lesson, Copy copy, Quantities& quantities, std::uint64_t seed)
        : lesson_(lesson)
        , teacher_(copy == Copy::teacher)
        , seed_(seed)
        , evaluator_(lesson, quantities) {}

    std::string write() {
        line(lesson_.title);
        line(std::string(lesson_.title.size(), '='));
        paragraph(lesson_.summary);
        line(lesson_.course + ", about " + std::to_string(lesson_.minutes) + " minutes, seed " + std::to_string(seed_) +
             ".");
        for (const std::string& goal : lesson_.goals) line("- " + goal);
        int number = 0;
        const Variables base = base_variables(lesson_, seed_);
        for (const Step& step : lesson_.steps) {
            posed_ = pose(lesson_, step, base, seed_, evaluator_);
            write_step(step, ++number);
        }
        evaluator_.set_variables(base);
        write_glossary();
        if (teacher_) noted("For the teacher", lesson_.teacher);
        return std::move(out_);
    }

  private:
    std::string filled(const std::string& text) {
        try {
            return evaluator_.filled(text);
        } catch (const LessonError&) {
            return text;
        }
    }
    void line(const std::string& text) { out_ += filled(text) + "\n"; }
    void paragraph(const std::string& text) {
        if (!text.empty()) line(text + "\n");
    }
    void noted(const std::string& what, const std::string& text) {
        if (!text.empty()) line("  " + what + ": " + text);
    }

    /// The terms that are read above.
    void write_glossary() {
        if (const auto words = glossary_of(out_); !words.empty()) out_ += "\nWords\n" + words + "\n";
    }

    void write_step(const Step& step, int number) {
        const std::string points =
            step.points > 0.0 ? " (" + number_text(step.points) + (step.points == 1.0 ? " point)" : " points)") : "";
        line("\n" + std::to_string(number) + ". " + (step.title.empty() ? step.id : step.title) + points);
        std::visit([&](const auto& body) { write_body(step, body); }, step.body);
        for (std::size_t i = 0; i < posed_.sounds.size(); ++i) write_sound(step, i);
        for (const std::string& hint : step.hints) noted("Hint", hint);
        if (!teacher_) return;
        noted("If right", step.feedback.correct);
        noted("If wrong", step.feedback.wrong);
        noted("If nearly", step.feedback.near);
        for (const auto& [option, text] : step.feedback.by_option) noted("At " + shown_option(option), text);
        for (const Misconception& m : step.feedback.when_equals) noted("At " + value_text(m.answer), m.text);
        noted("Note", step.teacher_note);
    }

    /// In a blind step one text stands for all sounds, and trials draw their own.
    void write_sound(const Step& step, std::size_t card) {
        const bool concealed = is_blind(step) && !teacher_;
        const auto* choose = std::get_if<ChooseStep>(&step.body);
        if (concealed && choose && choose->trial) {
            if (card == 0) noted("Sounds", lesson_.sounds.find(posed_.sounds[0])->second.alt);
            return;
        }
        const Sound& sound = lesson_.sounds.find(concealed ? sounds_of(step)[0] : posed_.sounds[card])->second;
        noted("Sound " + card_letter(card) + (concealed ? "" : ", " + sound.label), sound.alt);
        if (teacher_) noted("Heard", sound.alt_answer);
    }

    std::string value_text(const Value& value) {
        try {
            return number_text(evaluator_.value(value));
        } catch (const LessonError&) {
            return "no value";
        }
    }

    /// The key under which this seed shows an option of the file; in trials the option is a label.
    std::string shown_option(const std::string& option) const {
        for (std::size_t i = 0; i < posed_.authored.size(); ++i)
            if (std::to_string(posed_.authored[i]) == option) return std::to_string(posed_.choices[i].key);
        return option;
    }

    void write_key(const Value& answer, Unit unit, const Tolerance& tolerance, const std::string& what = "Key") {
        if (!teacher_) return;
        try {
            const double key = evaluator_.value(answer);
            noted(what, number_text(key, shown_digits_for(key, tolerance)) + " " + std::string{symbol_of(unit)} + ", " +
                            tolerance_text(tolerance, symbol_of(unit)));
        } catch (const LessonError&) {
            noted(what, "no value");
        }
    }

    void write_body(const Step&, const TextStep& s) { line(s.body); }
    void write_body(const Step&, const ListenStep& s) { line(s.body); }
    /// The last word of a lesson holds its answers.
    void write_body(const Step&, const RevealStep& s) {
        line(teacher_ ? s.body : "The answers are shown here once the lesson is done.");
    }

    void write_body(const Step&, const ChooseStep& s) {
        line(s.prompt);
        for (const Choice& choice : posed_.choices) {
            const auto& right = posed_.correct_keys;
            const bool correct = std::find(right.begin(), right.end(), choice.key) != right.end();
            line("  " + std::to_string(choice.key) + "  " + choice.label + (teacher_ && correct ? "  <- right" : ""));
        }
        if (s.trial)
            line("  " + (s.adaptive ? "At most " + std::to_string(s.adaptive->max_trials) : std::to_string(s.trials)) +
                 " trials.");
    }

    void write_body(const Step&, const NumericStep& s) {
        line(s.prompt + (symbol_of(s.unit).empty() ? "" : " [" + std::string{symbol_of(s.unit)} + "]"));
        write_key(s.answer, s.unit, s.tolerance);
    }

    void write_body(const Step&, const TuneStep& s) {
        const auto& row = control_parameter(s.control);
        line(s.prompt + " [" + std::string{row.label} + (row.unit.empty() ? "" : ", " + std::string{row.unit}) + "]");
        if (teacher_) noted("Key", value_text(s.target) + (s.metric ? " of " + s.metric->quantity : ""));
    }

    void write_body(const Step&, const ExperimentStep& s) {
        line(s.prompt);
        for (const Check& check : s.checks) {
            line("  " + check.label + ": ______ " + std::string{symbol_of(check.unit)});
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

    void write_body(const Step&, const ExplainStep& s) {
        line(s.prompt);
        if (teacher_) noted("One good answer", s.model_answer);
    }

    const Lesson& lesson_;
    bool teacher_;
    std::uint64_t seed_;
    Evaluator evaluator_;
    Posed posed_;
    std::string out_;
};

} // namespace

std::string plain_text(const Lesson& lesson, Copy copy, Quantities& quantities, std::uint64_t seed) {
    quantities.renew_allowance();
    return Writer{lesson, copy, quantities, seed}.write();
}

} // namespace soma::lesson
