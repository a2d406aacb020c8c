#pragma once

#include <string_view>

namespace soma::lesson {

/// Flesch–Kincaid grade (Kincaid et al. 1975): the year of an English-speaking school in which a text is understood.
/// Numbers, symbols and names in capital letters count as words of one syllable; a text below 20 words has grade 0,
/// because the measure says nothing about it.
double reading_grade(std::string_view text);

} // namespace soma::lesson
