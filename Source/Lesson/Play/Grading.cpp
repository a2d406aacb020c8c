#include "Lesson/Play/Grading.h"

#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Problem.h"

#include <algorithm>
#include <cmath>

namespace soma::lesson {
namespace {

/// Room for the rounding of a key, so that 26 ± 2 takes in 28.
constexpr double rounding = 1e-9;

double ratio_of(double x, double key) {
    if (x == 0.0 || key == 0.0 || (x < 0.0) != (key < 0.0)) return std::numeric_limits<double>::infinity();
    return std::max(x / key, key / x);
}

} // namespace

bool within(const Tolerance& t, double x, double key) {
    const double distance = std::abs(x - key) - rounding * std::max(1.0, std::abs(key));
    return distance <= t.abs || distance <= t.rel * std::abs(key) ||
           (t.ratio > 1.0 && ratio_of(x, key) <= t.ratio * (1.0 + rounding));
}

double canary_slack(const Tolerance& t, double key) {
    return 0.25 * std::max({t.abs, t.rel * std::abs(key), (t.ratio - 1.0) * std::abs(key)}) + rounding;
}

int shown_digits_for(double key, const Tolerance& t) {
    constexpr int least = 4, most = 9;
    const double allowed = 0.4 * canary_slack(t, key); // a tenth of the tolerance
    int digits = least;
    while (digits < most && std::abs(std::stod(number_text(key, digits)) - key) > allowed) ++digits;
    return digits;
}

std::string tolerance_text(const Tolerance& t, std::string_view unit) {
    std::vector<std::string> parts;
    if (t.abs > 0.0) parts.push_back("± " + number_text(t.abs) + (unit == "1" ? "" : " " + std::string{unit}));
    if (t.rel > 0.0) parts.push_back(number_text(100.0 * t.rel) + " %");
    if (t.ratio > 1.0) parts.push_back("a factor of " + number_text(t.ratio));
    return parts.empty() ? "exact" : joined(parts, " or ");
}

double chance_corrected(double share, int alternatives) {
    if (alternatives < 2) return share;
    const double chance = 1.0 / alternatives;
    return std::max(0.0, (share - chance) / (1.0 - chance));
}

double ordered_share(const std::vector<double>& values, bool descending) {
    int pairs = 0, right = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        for (std::size_t j = i + 1; j < values.size(); ++j) {
            ++pairs;
            right += descending ? values[i] >= values[j] : values[i] <= values[j];
        }
    return pairs == 0 ? 1.0 : static_cast<double>(right) / pairs;
}

std::string wrong_number_text(const Feedback& feedback, double x, double key, const Tolerance& tolerance,
                              Evaluator& evaluator) {
    for (const Misconception& m : feedback.when_equals) {
        try {
            if (within(m.tolerance.value_or(tolerance), x, evaluator.value(m.answer))) return m.text;
        } catch (const LessonError&) {
        }
    }
    const Tolerance wider{3.0 * tolerance.abs, 3.0 * tolerance.rel, std::pow(tolerance.ratio, 3.0)};
    return !feedback.near.empty() && within(wider, x, key) ? feedback.near : feedback.wrong;
}

} // namespace soma::lesson
