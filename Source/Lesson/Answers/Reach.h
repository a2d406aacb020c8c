#pragma once

#include "Lesson/Answers/Evaluator.h"

namespace soma::lesson {

struct Range {
    double low, high;
};

/// How far a step lets its student move a control that stands at `given`: ten times as far, or twice as far as the
/// largest value that the step asks for, whichever is more; never beyond the parameter's own range. Throws LessonError
/// where the step's keys cannot be computed.
Range reach(const Step& step, std::string_view control, double given, Evaluator& evaluator);

} // namespace soma::lesson
