#pragma once

#include "Lesson/Answers/Evaluator.h"

namespace soma::lesson {

bool within(const Tolerance& tolerance, double x, double key);

/// How far a canary may be from the computed value: a quarter of the tolerance.
double canary_slack(const Tolerance& tolerance, double key);

/// For people: "± 0.5 mV", "3 %", "a factor of 1.25".
std::string tolerance_text(const Tolerance& tolerance, std::string_view unit);

/// How many digits of a key are to be shown so that rounding takes less than a tenth of what is tolerated, at least 4:
/// a shown answer must be a right one, and no typical mistake.
int shown_digits_for(double key, const Tolerance& tolerance);

/// s = max(0, (p − 1/k)/(1 − 1/k)): guessing among k alternatives is worth nothing.
double chance_corrected(double share, int alternatives);

/// Share of the pairs that stand in the right order; 1 when all do.
double ordered_share(const std::vector<double>& values, bool descending);

/// The text for a wrong number: a misconception whose own value it equals, else "near" within three tolerances, else
/// "wrong". Misconceptions that cannot be computed do not match.
std::string wrong_number_text(const Feedback& feedback, double x, double key, const Tolerance& tolerance,
                              Evaluator& evaluator);

} // namespace soma::lesson
