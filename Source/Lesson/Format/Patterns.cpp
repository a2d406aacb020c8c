#include "Lesson/Format/Patterns.h"

#include <algorithm>
#include <array>

namespace soma::lesson {
namespace {

constexpr bool digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool small(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool letter(char c) { return small(c) || (c >= 'A' && c <= 'Z'); }

template <class Accept>
bool all(std::string_view text, Accept accept) {
    return !text.empty() && std::all_of(text.begin(), text.end(), accept);
}

/// Every part between separators is non-empty and accepted; at least `least` parts.
template <class Accept>
bool parts(std::string_view text, char separator, std::size_t least, Accept accept) {
    std::size_t index = 0;
    while (true) {
        const auto end = text.find(separator);
        if (!accept(text.substr(0, end), index++)) return false;
        if (end == std::string_view::npos) return index >= least;
        text.remove_prefix(end + 1);
    }
}

bool slug(std::string_view text) {
    return parts(text, '-', 1,
                 [](auto part, std::size_t) { return all(part, [](char c) { return small(c) || digit(c); }); });
}

bool name(std::string_view text) {
    return text.size() <= 32 && all(text, [](char c) { return letter(c) || digit(c) || c == '_'; }) &&
           letter(text.front());
}

bool preset(std::string_view text) {
    return parts(text, '/', 2, [](auto part, std::size_t index) {
        return all(part, [index](char c) {
            return small(c) || digit(c) || (index > 0 && (c == '.' || c == '_' || c == '-'));
        });
    });
}

bool language(std::string_view text) {
    return parts(text, '-', 1, [](auto part, std::size_t index) {
        const std::size_t low = 2, high = index == 0 ? 3 : 8;
        return part.size() >= low && part.size() <= high &&
               all(part, [index](char c) { return index == 0 ? small(c) : letter(c) || digit(c); });
    });
}

bool word(std::string_view text, std::string_view extra) {
    return all(text, [&](char c) { return letter(c) || digit(c) || extra.find(c) != extra.npos; }) &&
           small(text.front());
}

constexpr std::array patterns{
    Pattern{R"(^1\.[0-9]+$)", [](std::string_view t) { return t.starts_with("1.") && all(t.substr(2), digit); },
            "must be 1.0, 1.1 and so on: this program reads lessons of format 1"},
    Pattern{"^[1-9]$", [](std::string_view t) { return t.size() == 1 && digit(t[0]) && t[0] != '0'; },
            "must be one of the keys 1 to 9"},
    Pattern{"^[A-Za-z0-9_./-]+$",
            [](std::string_view t) {
                return all(
                    t, [](char c) { return letter(c) || digit(c) || c == '_' || c == '.' || c == '/' || c == '-'; });
            },
            "must be a plain relative file name of letters, digits, '_', '.', '-' and '/'"},
    Pattern{"^[A-Za-z][A-Za-z0-9_]{0,31}$", name, "must be a letter and then up to 31 letters, digits or '_'"},
    Pattern{"^[a-z0-9]+(-[a-z0-9]+)*$", slug, "must be small letters and digits with single hyphens between"},
    Pattern{"^[a-z0-9]+(/[a-z0-9._-]+)+$", preset, "must be a cell id such as allen/474626527"},
    Pattern{"^[a-z][a-z0-9_]*$",
            [](std::string_view t) {
                return word(t, "_") && std::none_of(t.begin(), t.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
            },
            "must be a word of small letters, digits and '_'"},
    Pattern{R"(^[a-z][a-zA-Z0-9_.\[\]]*$)", [](std::string_view t) { return word(t, "_.[]"); },
            "must be a field name such as threshold_nA[0]"},
    Pattern{"^[a-z][a-zA-Z0-9_]*$", [](std::string_view t) { return word(t, "_"); },
            "must begin with a small letter and hold letters, digits and '_'"},
    Pattern{"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", language, "must be a language tag such as en or pt-BR"},
    Pattern{"^https://", [](std::string_view t) { return t.starts_with("https://"); }, "must begin with https://"},
};

} // namespace

const Pattern* find_pattern(std::string_view expression) {
    for (const Pattern& pattern : patterns)
        if (pattern.expression == expression) return &pattern;
    return nullptr;
}

} // namespace soma::lesson
