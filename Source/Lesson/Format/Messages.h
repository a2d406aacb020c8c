#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Words for messages to authors and students.
namespace soma::lesson {

/// At most 40 bytes of a text of unknown length, on one line.
std::string shortened(std::string_view text);

std::string joined(const std::vector<std::string>& words, std::string_view separator = ", ");

/// "; near: body" when known words are like it, else "; known are a, b, c" when they are few.
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

/// To a student whose explanation is shorter.
std::string too_short(int least_words);

/// A number as a person would write it: at most `digits` significant digits, no exponent for everyday sizes.
std::string number_text(double value, int digits = 4);

} // namespace soma::lesson
