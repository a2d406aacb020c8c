#pragma once

#include <string_view>

namespace soma::lesson {

/// A pattern of the schema and what it means. Each is tested by a plain function: regular expressions of the standard
/// library recurse once per character and would let a long string of a hostile file end the program.
struct Pattern {
    std::string_view expression;
    bool (*matches)(std::string_view);
    std::string_view meaning;
};

/// Null when no such pattern is known.
const Pattern* find_pattern(std::string_view expression);

} // namespace soma::lesson
