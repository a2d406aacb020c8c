#pragma once

#include "Lesson/Answers/Quantities.h"
#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Document.h"

namespace soma::lesson {

using Variables = Named<double>;

/// Computes values of one lesson for one set of its variables. A value may lead to others (a stimulus whose amplitude
/// is the rheobase of a cell whose resistance is a variable …); one that leads back to itself is an error, not a hang.
/// One thread at a time.
class Evaluator {
  public:
    Evaluator(const Lesson& lesson, Quantities& quantities)
        : lesson_(&lesson)
        , quantities_(&quantities) {}

    const Variables& variables() const { return variables_; }
    void set_variables(Variables variables);

    /// The student's knob: from now on this parameter of this sound has this value.
    void adjust(const std::string& sound, const std::string& parameter, double value);
    void forget_adjustment();

    /// All throw LessonError.
    double value(const Value& value);
    double quantity(std::string_view quantity, std::string_view of, const Arguments& args);
    const Setup& setup(std::string_view sound_or_cell);

    /// The text with its numbers filled in: those of the lesson's facts, or of its variables.
    std::string filled(std::string_view text);

  private:
    QuantityArguments given(const Arguments& args);
    Setup build(std::string_view name);
    double operation(const Value& value);

    const Lesson* lesson_;
    Quantities* quantities_;
    Variables variables_;
    Named<Setup> setups_;
    std::vector<std::string> building_;
    std::string adjusted_sound_, adjusted_parameter_;
    double adjusted_value_ = 0.0;
};

} // namespace soma::lesson
