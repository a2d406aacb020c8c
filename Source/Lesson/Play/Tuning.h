#pragma once

#include "Lesson/Answers/Evaluator.h"

#include <optional>

namespace soma::lesson {

/// The position of a tune step's control that comes nearest to its target; nothing when none is within tolerance.
std::optional<double> tune_solution(const TuneStep& step, Evaluator& evaluator);

/// The value that a tune step grades when the control stands at `position`.
double tuned_value(const TuneStep& step, double position, Evaluator& evaluator);

} // namespace soma::lesson
