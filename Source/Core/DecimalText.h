#pragma once

#include <charconv>
#include <string>

namespace soma {

/// std::from_chars for a decimal double, also where the standard library has none yet (libc++ before 20): the longest
/// number that the text begins with, whatever the locale. Any thread but the audio thread.
std::from_chars_result read_number(const char* first, const char* last, double& value);

/// std::to_chars, the shortest text that reads back as the same double, and std::to_chars with a precision. In a
/// browser they spare the 100 kB of tables that libc++ needs for them. Any thread but the audio thread.
std::to_chars_result write_number(char* first, char* last, double value);
std::to_chars_result write_number(char* first, char* last, double value, std::chars_format format, int precision);

// The one writer of numbers, whatever the locale; a number that is not finite is "nan" or "inf". Any thread but the
// audio thread.

/// Shortest decimal text that reads back as the same double.
std::string shortest(double value);
void append_shortest(std::string& text, double value);

/// At most so many significant digits; an exponent where that is shorter.
std::string general_text(double value, int digits);

/// So many digits behind the point; never an exponent.
std::string fixed_text(double value, int decimals);

/// One digit before the point, so many behind it, and an exponent.
std::string scientific_text(double value, int decimals);

} // namespace soma
