#include "Lesson/Format/StudentText.h"

#include "Core/Utf8.h"

#include <algorithm>
#include <array>

namespace soma::lesson {
namespace {

/// Capitals first … last lie `offset` below their small letters; stride 2: capital and small letter alternate.
struct CaseRange {
    char32_t first, last;
    char32_t offset;
    char32_t stride;
};
constexpr std::array case_ranges{
    CaseRange{U'A', U'Z', 32, 1},   CaseRange{0xC0, 0xD6, 32, 1},   CaseRange{0xD8, 0xDE, 32, 1},
    CaseRange{0x100, 0x12E, 1, 2},  CaseRange{0x132, 0x136, 1, 2},  CaseRange{0x139, 0x147, 1, 2},
    CaseRange{0x14A, 0x176, 1, 2},  CaseRange{0x179, 0x17D, 1, 2},  CaseRange{0x386, 0x386, 38, 1},
    CaseRange{0x388, 0x38A, 37, 1}, CaseRange{0x38C, 0x38C, 64, 1}, CaseRange{0x38E, 0x38F, 63, 1},
    CaseRange{0x391, 0x3A1, 32, 1}, CaseRange{0x3A3, 0x3AB, 32, 1}, CaseRange{0x400, 0x40F, 80, 1},
    CaseRange{0x410, 0x42F, 32, 1},
};

char32_t lower(char32_t c) {
    if (c == 0x178) return 0xFF; // Ÿ
    for (const CaseRange& r : case_ranges)
        if (c >= r.first && c <= r.last && (c - r.first) % r.stride == 0) return c + r.offset;
    return c;
}

constexpr bool white(char32_t c) {
    return (c >= 9 && c <= 13) || (c >= 28 && c <= 32) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// The next code point; a stray byte is passed on as itself.
char32_t next(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? lead : lead & (0x7Fu >> length);
    const std::size_t taken = std::min(length, text.size());
    for (std::size_t i = 1; i < taken; ++i) c = (c << 6) | (byte(i) & 0x3Fu);
    text.remove_prefix(taken);
    return c;
}

void append(std::string& out, char32_t c) {
    const auto put = [&](char32_t x) { out += static_cast<char>(x); };
    if (c < 0x80) return put(c);
    if (c < 0x800) return put(0xC0 | (c >> 6)), put(0x80 | (c & 63));
    if (c < 0x10000) return put(0xE0 | (c >> 12)), put(0x80 | ((c >> 6) & 63)), put(0x80 | (c & 63));
    put(0xF0 | ((c >> 18) & 7)), put(0x80 | ((c >> 12) & 63)), put(0x80 | ((c >> 6) & 63)), put(0x80 | (c & 63));
}

} // namespace

std::string lower_case(std::string_view text) {
    std::string out;
    while (!text.empty()) append(out, lower(next(text)));
    return out;
}

std::string single_spaces(std::string_view text) {
    std::string out;
    bool pending = false;
    while (!text.empty()) {
        const char32_t c = next(text);
        if (white(c)) {
            pending = !out.empty();
            continue;
        }
        if (pending) out += ' ';
        pending = false;
        append(out, c);
    }
    return out;
}

std::string kept_text(std::string_view written) {
    constexpr std::size_t most_bytes = 2000;
    auto end = std::min(written.size(), most_bytes);
    while (end < written.size() && end > 0 && (static_cast<unsigned char>(written[end]) & 0xC0u) == 0x80u) --end;
    return single_spaces(one_line(std::string{written.substr(0, end)}));
}

std::size_t count_words(std::string_view text) {
    return text.empty() ? 0 : static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

} // namespace soma::lesson
