#include "Bench/ProtocolChecks.h"

#include "Parameters/ParameterText.h"

#include <algorithm>
#include <cmath>

namespace soma::bench {
namespace {

void check_length(std::string_view what, const std::vector<double>& list, std::string_view unit) {
    if (list.empty())
        throw ProtocolError(std::string(what) + ": the list is empty; give at least one value in " + std::string(unit));
    if (list.size() > most_values)
        throw ProtocolError(std::string(what) + ": " + std::to_string(list.size()) + " values are too many; give " +
                            std::to_string(most_values) + " at most");
}

} // namespace

void check_number(std::string_view what, double value, double least, double most, std::string_view unit) {
    if (!(value >= least && value <= most))
        throw ProtocolError(std::string(what) + ": " + shortest(value) + std::string(unit) +
                            " cannot be used; give a number from " + shortest(least) + " to " + shortest(most) +
                            std::string(unit));
}

void check_time(std::string_view what, double ms, bool zero_allowed) {
    if (!(ms >= 0.0 && ms <= longest_ms) || (ms == 0.0 && !zero_allowed))
        throw ProtocolError(std::string(what) + ": " + shortest(ms) + " ms cannot be used; give " +
                            (zero_allowed ? "0" : "more than 0") + " and at most " + shortest(longest_ms) + " ms");
}

void check_currents(const std::vector<double>& currents_pa) {
    check_length("currents", currents_pa, "pA");
    for (const double pa : currents_pa) check_number("currents", pa, -largest_current_pa, largest_current_pa, " pA");
}

void check_positive_list(std::string_view what, const std::vector<double>& list, std::string_view unit) {
    check_length(what, list, unit);
    for (const double value : list)
        if (!(value > 0.0 && value <= longest_ms))
            throw ProtocolError(std::string(what) + ": " + shortest(value) + " " + std::string(unit) +
                                " cannot be used; give more than 0 and at most " + shortest(longest_ms) + " " +
                                std::string(unit));
}

void check_samples(double samples) {
    if (samples > most_samples)
        throw ProtocolError("the protocol keeps " + shortest(std::round(samples)) + " samples, more than " +
                            shortest(most_samples) + "; make it shorter or coarser");
}

std::vector<double> evenly(double from, double to, int count) {
    std::vector<double> list(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) list[static_cast<std::size_t>(i)] = from + (to - from) * i / (count - 1);
    return list;
}

std::string percent(double share) { return shortest(std::round(1e4 * share) / 100.0) + " %"; }

double round_off(double value) {
    if (value == 0.0 || !std::isfinite(value)) return value;
    const double scale = std::pow(10.0, 2.0 - std::floor(std::log10(std::abs(value))));
    return std::round(value * scale) / scale;
}

std::string rounded(double value) {
    if (value < 0.0) return "−" + rounded(-value);
    constexpr double least_plain = 1e-6;
    if (std::abs(value) < least_plain) return shortest(round_off(value));
    if (value == 0.0 || !std::isfinite(value)) return shortest(value);
    const int decimals = std::max(0, 2 - static_cast<int>(std::floor(std::log10(std::abs(value)))));
    // Through whole thousandths and the like, so that the shortest text has no more digits than asked for.
    const double scale = std::pow(10.0, decimals);
    auto text = shortest(std::round(value * scale) / scale);
    if (decimals == 0 || text.find('e') != std::string::npos) return text;
    auto point = text.find('.');
    if (point == std::string::npos) {
        point = text.size();
        text += '.';
    }
    text.append(point + 1 + static_cast<std::size_t>(decimals) - text.size(), '0');
    return text;
}

} // namespace soma::bench
