#pragma once

#include <charconv>

namespace soma {

/// std::from_chars for a decimal double, also where the standard library has none yet (libc++ before 20): the longest
/// number that the text begins with, whatever the locale. Any thread but the audio thread.
std::from_chars_result read_number(const char* first, const char* last, double& value);

/// std::to_chars, the shortest text that reads back as the same double, and std::to_chars with a precision. In a
/// browser they spare the 100 kB of tables that libc++ needs for them. Any thread but the audio thread.
std::to_chars_result write_number(char* first, char* last, double value);
std::to_chars_result write_number(char* first, char* last, double value, std::chars_format format, int precision);

} // namespace soma
