#pragma once

#include "Lesson/Answers/Evaluator.h"
#include "Lesson/Answers/MethodOfLimits.h"

namespace soma::lesson {

/// One number of the bench, under the name that a check's `field` uses.
struct Measured {
    std::string field, label;
    double value = 0.0;
    Unit unit{};
};

/// Table of the bench for an experiment step, computed with the models: a row for each thing measured of each sound,
/// of each duration or amplitude of the arguments, and again with the parameter `vary` changed `by` a factor. Things
/// that have no value (a latency without a spike) are left out. Throws LessonError.
std::vector<Measured> measure(const Lesson& lesson, const ExperimentStep& step, Evaluator& evaluator);

/// How a method-of-limits step is to be run: series, increment, startSpread and alternate from its arguments, around
/// the key of its first check. Throws LessonError.
MethodOfLimits::Plan limits_plan(const ExperimentStep& step, Evaluator& evaluator);

/// Field names of an experiment without index: "threshold_nA". For documentation and messages.
std::vector<std::string> fields_of(std::string_view experiment);

} // namespace soma::lesson
