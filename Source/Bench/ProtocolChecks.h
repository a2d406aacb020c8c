#pragma once

#include "Bench/Outcome.h"

#include <string>
#include <vector>

/// Checks that all protocols share: each refuses a setting that cannot be run, in one line; and lists of values.
namespace soma::bench {

constexpr double longest_ms = 1e7;          ///< of a step of a protocol: 10 000 s
constexpr double largest_current_pa = 1e12; ///< 1 A
constexpr std::size_t most_values = 10'000; ///< in a list
constexpr double most_samples = 2e7;        ///< kept in one experiment

/// Throw ProtocolError naming `what`, the value and what would be right.
void check_number(std::string_view what, double value, double least, double most, std::string_view unit);
void check_time(std::string_view what, double ms, bool zero_allowed);
void check_currents(const std::vector<double>& currents_pa);
void check_positive_list(std::string_view what, const std::vector<double>& list, std::string_view unit);
void check_samples(double samples);

std::vector<double> evenly(double from, double to, int count);
/// "1.25 %"
std::string percent(double share);
/// To three significant digits.
double round_off(double value);
/// Three significant digits, for notes: "29.0", "0.0586".
std::string rounded(double value);

} // namespace soma::bench
