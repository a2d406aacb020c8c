#pragma once

#include <string>
#include <string_view>

/// UTF-8 text without a locale: what names of students need to give the same seed and code on every machine.
namespace soma::lesson {

/// Small letters of Latin, Greek and Cyrillic; other scripts stay as they are.
std::string lower_case(std::string_view text);

/// Every run of white space becomes one space; none at the ends.
std::string single_spaces(std::string_view text);

/// A text that a student wrote, as it is kept: one line of at most 2000 bytes, with single spaces.
std::string kept_text(std::string_view written);

/// Words of a text with single spaces.
std::size_t count_words(std::string_view text);

} // namespace soma::lesson
