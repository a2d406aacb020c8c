#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The standard terms of the course, each in one plain sentence.
namespace soma::lesson {

struct Term {
    std::string_view name;    ///< "time constant"
    std::string_view stems;   ///< "|" between them, small letters: a text uses the term where a word begins so
    std::string_view meaning; ///< one or two sentences
};

/// By name.
std::span<const Term> glossary();

/// The terms that a text uses, in the glossary's order. Letters count as large or small alike.
std::vector<const Term*> terms_in(std::string_view text);

/// Where a text uses a term: whole words, in bytes. "resting potentials" is one place; the longest term counts.
struct TermPlace {
    std::size_t begin = 0, end = 0;
    const Term* term = nullptr;
};
std::vector<TermPlace> term_places(std::string_view text);

/// "threshold: the voltage at which …", a line for each term; empty when the text uses none.
std::string glossary_of(std::string_view text);

} // namespace soma::lesson
