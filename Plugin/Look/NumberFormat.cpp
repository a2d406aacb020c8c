#include "Look/NumberFormat.h"

#include "Core/DecimalText.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace soma::editor {

namespace {

constexpr std::string_view minus = "−", en_dash = "–";

constexpr std::array<std::pair<std::string_view, std::string_view>, 27> words{{
    {"pA", "picoamperes"},
    {"nA", "nanoamperes"},
    {"µA", "microamperes"},
    {"mV", "millivolts"},
    {"V", "volts"},
    {"µV", "microvolts"},
    {"ms", "milliseconds"},
    {"s", "seconds"},
    {"µs", "microseconds"},
    {"pF", "picofarads"},
    {"mm²", "square millimetres"},
    {"nF", "nanofarads"},
    {"MΩ", "megaohms"},
    {"GΩ", "gigaohms"},
    {"kΩ", "kiloohms"},
    {"nS", "nanosiemens"},
    {"µS", "microsiemens"},
    {"mS/cm²", "millisiemens per square centimetre"},
    {"Hz", "hertz"},
    {"kHz", "kilohertz"},
    {"dB", "decibels"},
    {"%", "percent"},
    {"°C", "degrees Celsius"},
    {"1/s", "per second"},
    {"/s", "per second"},
    {"1/ms", "per millisecond"},
    {"mM", "millimolar"},
}};

} // namespace

std::string fixed(double value, int decimals) {
    if (!std::isfinite(value)) return std::string(en_dash);
    const auto digits = fixed_text(std::abs(value), std::max(decimals, 0));
    const bool is_zero = digits.find_first_of("123456789") == std::string::npos;
    return (value < 0.0 && !is_zero ? std::string(minus) : std::string()) + digits;
}

std::string significant(double value) {
    const double magnitude = std::abs(value);
    if (!std::isfinite(value)) return std::string(en_dash);
    if (!(magnitude > 0.0)) return "0.0";
    int decimals = 2 - static_cast<int>(std::floor(std::log10(magnitude)));
    // 9.999 becomes 10.0, not 10.00.
    if (std::round(magnitude * std::pow(10.0, decimals)) >= 1000.0) --decimals;
    return fixed(value, std::clamp(decimals, 0, 12));
}

std::string known(const std::optional<double>& value) { return value ? significant(*value) : std::string(en_dash); }

std::string known(const std::optional<double>& value, int decimals) {
    return value ? fixed(*value, decimals) : std::string(en_dash);
}

std::string spoken_unit(std::string_view unit) {
    for (const auto& [symbol, word] : words)
        if (symbol == unit) return std::string(word);
    return std::string(unit);
}

std::string spoken(std::string_view number, std::string_view unit) {
    std::string text;
    if (number.starts_with(minus)) {
        text = "minus ";
        number.remove_prefix(minus.size());
    } else if (number.starts_with('+')) {
        text = "plus ";
        number.remove_prefix(1);
    }
    text += number == en_dash ? "not known" : std::string(number);
    if (!unit.empty() && number != en_dash) text += " " + spoken_unit(unit);
    return text;
}

} // namespace soma::editor
