#include "Lesson/Play/Tuning.h"

#include "Lesson/Format/Problem.h"
#include "Lesson/Play/Grading.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace soma::lesson {
namespace {

double on_grid(const TuneStep& s, double x) {
    if (s.increment <= 0.0) return x;
    return std::clamp(std::nearbyint(x / s.increment) * s.increment, s.range->first, s.range->second);
}

} // namespace

double tuned_value(const TuneStep& s, double position, Evaluator& evaluator) {
    if (!s.metric) return position;
    evaluator.adjust(s.adjust, s.control, position);
    const double value = evaluator.quantity(s.metric->quantity, s.adjust, s.metric->args);
    evaluator.forget_adjustment();
    return value;
}

/// Without a metric the target is a position. With one the range is scanned, then the best place is looked at closer:
/// a metric may be flat or have steps, so nothing smarter is safe.
std::optional<double> tune_solution(const TuneStep& s, Evaluator& evaluator) {
    const double target = evaluator.value(s.target);
    const auto [low, high] = *s.range;
    if (!s.metric) {
        const double position = on_grid(s, target);
        return position >= low && position <= high && within(s.tolerance, position, target) ? std::optional{position}
                                                                                            : std::nullopt;
    }
    constexpr int points = 60, rounds = 3;
    const bool log = s.logarithmic;
    double from = log ? std::log(low) : low, to = log ? std::log(high) : high, best = low;
    for (int round = 0; round < rounds; ++round) {
        double least = std::numeric_limits<double>::infinity();
        const double step = (to - from) / points;
        for (int i = 0; i <= points; ++i) {
            const double at = from + step * i;
            const double position = on_grid(s, std::clamp(log ? std::exp(at) : at, low, high));
            double distance = std::numeric_limits<double>::infinity();
            try {
                distance = std::abs(tuned_value(s, position, evaluator) - target);
            } catch (const LessonError&) {
                evaluator.forget_adjustment(); // no value at this setting: not the solution
            }
            if (distance < least) {
                least = distance;
                best = position;
            }
        }
        const double middle = log ? std::log(best) : best;
        from = middle - step;
        to = middle + step;
    }
    return within(s.tolerance, tuned_value(s, best, evaluator), target) ? std::optional{best} : std::nullopt;
}

} // namespace soma::lesson
