#include "Plot/OutcomeAxis.h"

#include "Look/NumberFormat.h"

#include "Core/SiPrefix.h"
#include "Parameters/ParameterText.h"
#include "Scope/Graticule.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::plot {
namespace {

/// Units that people read with other prefixes, and what the unit is of 1.
struct Scaled {
    const char *unit, *base;
    int exponent; ///< of ten
};
constexpr std::array scaled_units{Scaled{"pA", "A", -12}, Scaled{"MΩ", "Ω", 6}};

std::string plain(double value) {
    auto text = shortest(value);
    if (value < 0.0 && text.starts_with('-')) text = "−" + text.substr(1);
    return text;
}

struct Split {
    double number;
    std::string unit;
};
Split split(double value, const std::string& unit) {
    const auto found = std::ranges::find_if(scaled_units, [&](const Scaled& row) { return unit == row.unit; });
    if (found == scaled_units.end() || value == 0.0 || !std::isfinite(value)) return {value, unit};
    // A hair above a power of ten belongs to it.
    const int steps = static_cast<int>(std::floor(std::log10(std::abs(value)) / 3.0 + 1e-9));
    const int wanted = std::min(found->exponent + 3 * std::max(0, steps), si_prefixes.back().exponent);
    const auto prefix = std::ranges::find(si_prefixes, wanted, &SiPrefix::exponent);
    return {value / std::pow(10.0, wanted - found->exponent), std::string(prefix->text) + found->base};
}

} // namespace

std::string prefixed(double value, const std::string& unit) {
    if (!std::isfinite(value)) return "–";
    const auto [number, with_prefix] = split(value, unit);
    return editor::significant(number) + (with_prefix.empty() ? "" : " " + with_prefix);
}

void Extent::add(double value, bool logarithmic) {
    if (!std::isfinite(value) || (logarithmic && value <= 0.0)) return;
    low = std::min(low, value);
    high = std::max(high, value);
}

void Extent::settle(bool logarithmic) {
    if (low > high) *this = logarithmic ? Extent{1.0, 10.0} : Extent{0.0, 1.0};
    if (low < high) return;
    const double around = low == 0.0 ? 1.0 : 0.1 * std::abs(low);
    if (logarithmic) {
        low /= 2.0;
        high *= 2.0;
    } else {
        low -= around;
        high += around;
    }
}

OutcomeAxis::OutcomeAxis(double low, double high, bool logarithmic, bool exact, int most_lines, const std::string& unit)
    : low_(low)
    , high_(high)
    , logarithmic_(logarithmic) {
    if (logarithmic)
        make_logarithmic(exact, unit);
    else
        make_linear(exact, most_lines);
}

void OutcomeAxis::make_linear(bool exact, int most_lines) {
    auto axis = scope::axis_between(low_, high_, most_lines);
    if (!exact) axis = scope::fit_axis(low_, high_, 1e-9, std::max(2, most_lines));
    low_ = axis.low;
    high_ = axis.high;
    for (int i = 0; i < axis.line_count(); ++i)
        lines_.push_back({axis.line(i), axis.line(i) == 0.0, editor::fixed(axis.line(i), axis.decimals())});
}

void OutcomeAxis::make_logarithmic(bool exact, const std::string& unit) {
    constexpr double hair = 1e-9, least = 1e-280, most = 1e280; // whose decades are numbers
    low_ = std::clamp(low_, least, most);
    high_ = std::clamp(high_, low_ * 1.001, most * 10.0);
    const double decades = std::log10(high_ / low_);
    if (!exact && decades >= 1.0) {
        low_ = std::pow(10.0, std::floor(std::log10(low_) + hair));
        high_ = std::pow(10.0, std::ceil(std::log10(high_) - hair));
    }
    // Within a decade or two the 2 and the 5 have labels too.
    const bool few = std::log10(high_ / low_) < 1.5;
    for (int decade = static_cast<int>(std::floor(std::log10(low_) + hair)); decade <= std::log10(high_) + hair;
         ++decade)
        for (int digit = 1; digit <= 9; ++digit) {
            const double value = std::stod(std::to_string(digit) + "e" + std::to_string(decade));
            if (value < low_ * (1.0 - hair) || value > high_ * (1.0 + hair)) continue;
            const bool labelled = digit == 1 || (few && (digit == 2 || digit == 5));
            const auto [number, with_prefix] = split(value, unit);
            const auto rounded_number = std::round(number * 1e6) / 1e6;
            lines_.push_back({value, digit == 1,
                              labelled ? plain(unit.empty() ? value : rounded_number) +
                                             (with_prefix.empty() || unit.empty() ? "" : " " + with_prefix)
                                       : std::string()});
        }
}

double OutcomeAxis::share(double value) const {
    return logarithmic_ ? std::log(value / low_) / std::log(high_ / low_) : (value - low_) / (high_ - low_);
}

bool OutcomeAxis::shows(double value) const {
    const double at = share(value);
    return at >= -1e-9 && at <= 1.0 + 1e-9;
}

} // namespace soma::plot
