// Source/Core/DecimalText.h for a standard library whose own is not complete (libc++ before 20) or too large for a
// page.
#include "Core/DecimalText.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace soma {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

const char* skip_digits(const char* at, const char* last) {
    while (at != last && is_digit(*at)) ++at;
    return at;
}

/// Where the number ends that from_chars would read; `first` where there is none. Of "inf" and "nan" there is none:
/// nobody types them as a value.
const char* number_end(const char* first, const char* last) {
    const char* at = first;
    if (at != last && *at == '-') ++at;
    const char* const whole = at;
    at = skip_digits(at, last);
    auto digits = at - whole;
    if (at != last && *at == '.') {
        const char* const point = at;
        at = skip_digits(at + 1, last);
        digits += at - point - 1;
        if (digits == 0) at = point;
    }
    if (digits == 0) return first;
    if (at != last && (*at == 'e' || *at == 'E')) {
        const char* exponent = at + 1;
        if (exponent != last && (*exponent == '-' || *exponent == '+')) ++exponent;
        if (exponent != last && is_digit(*exponent)) at = skip_digits(exponent, last);
    }
    return at;
}

} // namespace

// A program that takes this way never leaves the locale "C", in which numbers have a point.
std::from_chars_result read_number(const char* first, const char* last, double& value) {
    const char* const end = number_end(first, last);
    if (end == first) return {first, std::errc::invalid_argument};
    const double number = std::strtod(std::string(first, end).c_str(), nullptr);
    if (!std::isfinite(number)) return {end, std::errc::result_out_of_range};
    value = number;
    return {end, std::errc{}};
}

std::to_chars_result write_number(char* first, char* last, double value, std::chars_format format, int precision) {
    const char* const how = format == std::chars_format::fixed        ? "%.*f"
                            : format == std::chars_format::scientific ? "%.*e"
                                                                      : "%.*g";
    const auto room = static_cast<std::size_t>(last - first);
    const int length = std::snprintf(first, room, how, precision, value);
    // Not even the closing zero byte of snprintf may be written beyond the end.
    if (length < 0 || static_cast<std::size_t>(length) >= room) return {last, std::errc::value_too_large};
    return {first + length, std::errc{}};
}

// As to_chars does: as few digits as read back as the same number, without an exponent unless that is shorter.
std::to_chars_result write_number(char* first, char* last, double value) {
    constexpr int enough = 17;
    if (!std::isfinite(value)) return write_number(first, last, value, std::chars_format::general, enough);
    char text[40];
    int digits = 1;
    for (; digits <= enough; ++digits) {
        std::snprintf(text, sizeof text, "%.*e", digits - 1, value);
        if (std::strtod(text, nullptr) == value) break;
    }
    const int exponent = std::atoi(std::string_view(text).substr(std::string_view(text).find('e') + 1).data());
    const int decimals = std::max(0, digits - 1 - exponent);
    const int plain = (exponent >= 0 ? exponent + 1 : 1) + (decimals > 0 ? 1 + decimals : 0);
    const int scientific = digits + (digits > 1 ? 1 : 0) + (std::abs(exponent) >= 100 ? 5 : 4);
    return plain <= scientific ? write_number(first, last, value, std::chars_format::fixed, decimals)
                               : write_number(first, last, value, std::chars_format::scientific, digits - 1);
}

} // namespace soma
