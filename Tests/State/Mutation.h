#pragma once

#include "Core/Random.h"

#include <iterator>
#include <string>
#include <string_view>

namespace soma::test {

/// A text with a few random changes: bytes replaced, runs removed or doubled, pieces of JSON, our own words and odd
/// numbers put in.
inline std::string mutated(std::string text, SplitMix64& random) {
    using namespace std::string_view_literals;
    static constexpr std::string_view pieces[] = {"{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ",",
                                                  ":",
                                                  "\"",
                                                  "null",
                                                  "true",
                                                  "-1e308",
                                                  "1e999",
                                                  "NaN",
                                                  "\xff",
                                                  "\\u0000",
                                                  "99999999999999999999",
                                                  "0.1",
                                                  "\"\"",
                                                  "#",
                                                  "\n",
                                                  "e",
                                                  "-",
                                                  "−",
                                                  "\0"sv,
                                                  " nA",
                                                  "--set",
                                                  "neurons=9",
                                                  "current_pA",
                                                  "conductance_nS",
                                                  "\"model\"",
                                                  "\"initial\"",
                                                  "\"voltage_mV\"",
                                                  "\"hh\""};
    for (auto changes = 1 + random.below(4); changes > 0; --changes) {
        const auto at = static_cast<std::size_t>(random.below(text.size() + 1));
        const auto length = static_cast<std::size_t>(random.below(12));
        switch (random.below(4)) {
        case 0:
            if (at < text.size()) text[at] = static_cast<char>(random.below(256));
            break;
        case 1:
            text.erase(at, length);
            break;
        case 2:
            text.insert(at, text.substr(at, length));
            break;
        default:
            text.insert(at, pieces[random.below(std::size(pieces))]);
        }
    }
    return text;
}

} // namespace soma::test
