#include "Lesson/Answers/Reach.h"

#include <algorithm>
#include <cmath>

namespace soma::lesson {

Range reach(const Step& step, std::string_view control, double given, Evaluator& evaluator) {
    double far = 10.0 * std::max(1.0, std::abs(given));
    const auto id = find_parameter(control);
    const auto unit = id ? unit_named(parameter(*id).unit) : std::nullopt;
    if (const auto* experiment = std::get_if<ExperimentStep>(&step.body); experiment && unit) {
        for (const Check& check : experiment->checks)
            if (const auto key = convert(evaluator.value(check.answer), check.unit, *unit))
                far = std::max(far, 2.0 * std::abs(*key));
        if (*unit == Unit::ms)
            if (const auto list = experiment->args.find("durations_ms"); list != experiment->args.end())
                for (const double duration : list->second.list) far = std::max(far, 2.0 * duration);
    }
    if (!id) return {-far, far};
    return {std::max(parameter(*id).min, -far), std::min(parameter(*id).max, far)};
}

} // namespace soma::lesson
