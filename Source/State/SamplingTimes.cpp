#include "State/SamplingTimes.h"

#include "Parameters/ParameterText.h"

#include "Core/DecimalText.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace soma {
namespace {

/// Seven digits, for people.
std::string brief(double value) { return general_text(value, 7); }

struct Digits {
    int significant = 0;
    int last_place = 0; ///< power of ten
};

Digits digits_of(std::string_view text) {
    Digits digits;
    bool behind_point = false, leading = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == 'e' || c == 'E') {
            int exponent = 0;
            const auto from = i + (i + 1 < text.size() && text[i + 1] == '+' ? 2 : 1);
            std::from_chars(text.data() + std::min(from, text.size()), text.data() + text.size(), exponent);
            digits.last_place += exponent;
            break;
        }
        if (c == '.') behind_point = true;
        if (c < '0' || c > '9') continue;
        leading = leading && c == '0';
        if (!leading) ++digits.significant;
        if (behind_point) --digits.last_place;
    }
    return digits;
}

} // namespace

double roundest(double value, double relative_uncertainty) {
    for (int digits = 1; digits < 17; ++digits) {
        const auto text = scientific_text(value, digits - 1);
        double rounded = 0.0;
        read_number(text.data(), text.data() + text.size(), rounded);
        if (std::abs(rounded - value) <= relative_uncertainty * value) return rounded;
    }
    return value;
}

bool Sampling::agrees(double other_interval_s) const {
    return std::abs(other_interval_s - interval_s) <= (relative_uncertainty + 1e-9) * interval_s;
}

void SamplingTimes::add(double value, std::string_view text, double unit_s, std::int64_t line) {
    times_s_.push_back(value * unit_s);
    lines_.push_back(line);
    const auto digits = digits_of(text);
    most_digits_ = std::max(most_digits_, digits.significant);
    finest_place_s_ = std::min(finest_place_s_, std::pow(10.0, digits.last_place) * unit_s);
}

double SamplingTimes::rounding_s(double time_s) const {
    constexpr int digits_of_single = 9;
    constexpr double single = 0x1p-23, sum_of_doubles = 1e-9;
    return 0.5 * finest_place_s_ + std::abs(time_s) * (most_digits_ <= digits_of_single ? single : sum_of_doubles);
}

double SamplingTimes::interval_s() const {
    return (times_s_.back() - times_s_.front()) / static_cast<double>(times_s_.size() - 1);
}

std::optional<SamplingTimes::Problem> SamplingTimes::problem() const {
    for (std::size_t i = 1; i < times_s_.size(); ++i)
        if (!(times_s_[i] > times_s_[i - 1]))
            return Problem{lines_[i], "the time, " + brief(times_s_[i]) +
                                          " s, is not later than the row's before; times must increase evenly, written "
                                          "with digits enough to tell rows apart"};
    if (times_s_.size() < 3) return std::nullopt;
    const double ends_s = std::max(rounding_s(times_s_.front()), rounding_s(times_s_.back()));
    std::size_t worst = 0;
    double largest_s = 0.0;
    const auto judge = [&](std::size_t row, double error_s, double allowed_s) {
        if (std::abs(error_s) - allowed_s <= largest_s) return;
        largest_s = std::abs(error_s) - allowed_s;
        worst = row;
    };
    for (std::size_t i = 1; i < times_s_.size(); ++i) {
        const double here_s = rounding_s(times_s_[i]);
        judge(i, times_s_[i] - times_s_.front() - static_cast<double>(i) * interval_s(), here_s + ends_s);
        // A missing row shows here even where the digits are hardly finer than the rows.
        judge(i, times_s_[i] - times_s_[i - 1] - interval_s(),
              here_s + rounding_s(times_s_[i - 1]) + 2.0 * ends_s / static_cast<double>(times_s_.size() - 1));
    }
    if (largest_s == 0.0) return std::nullopt;
    return Problem{lines_[worst], "the time, " + brief(times_s_[worst]) + " s, should be " +
                                      brief(times_s_.front() + static_cast<double>(worst) * interval_s()) +
                                      " s if rows were evenly spaced (" + brief(interval_s()) +
                                      " s on average); every sample must have its row"};
}

std::optional<Sampling> SamplingTimes::sampling() const {
    if (times_s_.size() < 2) return std::nullopt;
    const double span_s = times_s_.back() - times_s_.front();
    return Sampling{interval_s(), (rounding_s(times_s_.front()) + rounding_s(times_s_.back())) / span_s};
}

} // namespace soma
