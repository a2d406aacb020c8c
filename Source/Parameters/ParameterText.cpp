#include "Parameters/ParameterText.h"

#include "Core/DecimalText.h"
#include "Core/SiPrefix.h"
#include "Core/Utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace soma {
namespace {

/// Units that take prefixes, by the base they are written with; the spellings of a base mean the same.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> bases{{{"A", "A"},
                                                                               {"V", "V"},
                                                                               {"F", "F"},
                                                                               {"S", "S"},
                                                                               {"s", "s"},
                                                                               {"Hz", "Hz"},
                                                                               {"Ω", "Ω"},
                                                                               {"Ω", "Ω"},
                                                                               {"ohm", "Ω"},
                                                                               {"Ohm", "Ω"}}};

/// Factor of a unit to its base, for example "pA" -> 1e-12 of "A"; empty base where the unit takes no prefix.
std::pair<std::string_view, double> base_of(std::string_view unit) {
    for (const auto& [spelling, base] : bases)
        if (const double factor = si_factor(unit, spelling); factor > 0.0) return {base, factor};
    return {{}, 1.0};
}

std::string_view trim(std::string_view text) {
    const auto space = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && space(text.front())) text.remove_prefix(1);
    while (!text.empty() && space(text.back())) text.remove_suffix(1);
    return text;
}

std::string with_unit(const std::string& number, std::string_view unit) {
    return unit.empty() ? number : number + " " + std::string(unit);
}

TextError not_a_number(const Parameter& parameter, std::string_view text) {
    return {std::string(parameter.id) + ": " + in_quotes(text) + " is not a number" +
            (parameter.unit.empty() ? "" : " in " + std::string(parameter.unit))};
}

std::variant<double, TextError> parse_choice(const Parameter& parameter, std::string_view text) {
    for (std::size_t i = 0; i < choice_count(parameter); ++i)
        if (choice_name(parameter, static_cast<double>(i)) == text) return static_cast<double>(i);
    std::string names(parameter.choices);
    for (std::size_t at = 0; (at = names.find('|', at)) != std::string::npos; at += 2) names.replace(at, 1, ", ");
    return TextError{std::string(parameter.id) + ": " + in_quotes(text) + " is none of " + names};
}

/// A signed decimal number at the start of the text, comma or point, with the signs people and the editor write; and
/// what follows it.
std::optional<std::pair<double, std::string_view>> leading_number(std::string_view text) {
    constexpr std::string_view minus = "−"; // U+2212
    const bool negative = text.starts_with(minus) || text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(text.starts_with(minus) ? minus.size() : 1);
    std::string plain(text);
    std::replace(plain.begin(), plain.end(), ',', '.');
    if (plain.starts_with('-')) return std::nullopt;
    double number = 0.0;
    const auto [end, error] = read_number(plain.data(), plain.data() + plain.size(), number);
    if (error != std::errc{}) return std::nullopt;
    return std::pair(negative ? -number : number, text.substr(static_cast<std::size_t>(end - plain.data())));
}

} // namespace

std::variant<double, TextError> parse_value(const Parameter& parameter, std::string_view typed) {
    const auto text = trim(typed);
    if (parameter.scale == Scale::choice) return parse_choice(parameter, text);
    if (parameter.unit == "dB" && text == "off") return parameter.min;
    const auto number = leading_number(text);
    if (!number || !std::isfinite(number->first)) return not_a_number(parameter, text);
    double value = number->first;
    if (auto unit = trim(number->second); !unit.empty() && unit != parameter.unit) {
        const auto [own_base, own_factor] = base_of(parameter.unit);
        const std::string thousands = std::string(unit) + std::string(own_base); // "48k" of Hz
        if ((unit == "k" || unit == "M") && own_base == parameter.unit) unit = thousands;
        const auto [base, factor] = base_of(unit);
        if (base.empty() || base != own_base)
            return TextError{std::string(parameter.id) + ": " + in_quotes(unit) + " is not its unit" +
                             (parameter.unit.empty() ? "; it has none" : ", which is " + std::string(parameter.unit))};
        value = value * factor / own_factor;
        // 0.2 nA is 200 pA, not 200.00000000000003: a prefix moves the point, it adds no digits.
        const auto digits = general_text(value, 15);
        read_number(digits.data(), digits.data() + digits.size(), value);
    }
    if (parameter.scale == Scale::integer && value != std::round(value))
        return TextError{std::string(parameter.id) + ": " + in_quotes(text) + " is not a whole number"};
    if (value < parameter.min || value > parameter.max)
        return TextError{std::string(parameter.id) + ": " + with_unit(shortest(value), parameter.unit) +
                         " is outside its range, " + shortest(parameter.min) + " to " +
                         with_unit(shortest(parameter.max), parameter.unit)};
    return value;
}

std::string exact_text(const Parameter& parameter, double value) {
    return parameter.scale == Scale::choice ? std::string(choice_name(parameter, value)) : shortest(value);
}

std::string display_text(const Parameter& parameter, double value) {
    if (parameter.scale == Scale::choice) return std::string(choice_name(parameter, value));
    if (parameter.unit == "dB" && value <= parameter.min) return "off";
    const double magnitude = std::abs(value);
    const int exponent = magnitude > 0.0 ? static_cast<int>(std::floor(std::log10(magnitude))) : 0;
    const int decimals = parameter.scale == Scale::integer ? 0 : std::clamp(2 - exponent, 0, 12);
    return with_unit((value < 0.0 ? "−" : "") + fixed_text(magnitude, decimals), parameter.unit);
}

} // namespace soma
