#include "Core/Utf8.h"

#include <algorithm>

namespace soma {
namespace {

/// Bytes of the well-formed character that `text`, which is not empty, begins with; 0 where it begins with none.
std::size_t first_character(std::string_view text) {
    struct Lead {
        unsigned first, last; ///< of the lead byte
        unsigned low, high;   ///< of the byte behind it; further ones are 80 … BF
        std::size_t length;
    };
    static constexpr Lead leads[] = {
        {0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[i])); };
    for (const auto& lead : leads) {
        if (byte(0) < lead.first || byte(0) > lead.last) continue;
        if (text.size() < lead.length) return 0;
        for (std::size_t i = 1; i < lead.length; ++i)
            if (byte(i) < (i == 1 ? lead.low : 0x80u) || byte(i) > (i == 1 ? lead.high : 0xbfu)) return 0;
        return lead.length;
    }
    return 0;
}

} // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = first_character(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string as_utf8(std::string text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto length = first_character(std::string_view(text).substr(i));
        if (length == 0) text[i] = '?';
        i += std::max<std::size_t>(length, 1);
    }
    return text;
}

std::string one_line(std::string text) {
    text = as_utf8(std::move(text));
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return text;
}

std::string shortened(std::string text, std::size_t longest) {
    if (text.size() <= longest) return text;
    constexpr std::string_view gap = "…";
    const auto continues = [&](std::size_t i) { return (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80; };
    auto begin = longest / 2, end = text.size() - (longest - longest / 2 - gap.size());
    while (begin > 0 && continues(begin)) --begin;
    while (end < text.size() && continues(end)) ++end;
    return text.substr(0, begin).append(gap).append(text, end);
}

std::string in_quotes(std::string_view text) {
    constexpr std::size_t longest = 60;
    std::string result(text.substr(0, longest));
    if (text.size() > longest) {
        while (!result.empty() && (static_cast<unsigned char>(result.back()) & 0xc0) == 0x80) result.pop_back();
        if (!result.empty() && static_cast<unsigned char>(result.back()) >= 0xc0) result.pop_back();
        result += "…";
    }
    return "'" + one_line(std::move(result)) + "'";
}

} // namespace soma
