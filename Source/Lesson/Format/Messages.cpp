#include "Lesson/Format/Messages.h"

#include "Core/DecimalText.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace soma::lesson {
namespace {

/// Levenshtein distance; both words are short.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

constexpr std::size_t listed_at_most = 16;

} // namespace

std::string shortened(std::string_view text) {
    constexpr std::size_t most = 40;
    std::size_t end = std::min(text.size(), most);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    std::string out{text.substr(0, end)};
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 32) c = ' ';
    return end < text.size() ? out + "…" : out;
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
    std::string out;
    for (const std::string& word : words) {
        if (!out.empty()) out += separator;
        out += word;
    }
    return out;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    const std::string_view head = word.substr(0, 64);
    const auto closest = std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) {
        return distance(head, a) < distance(head, b);
    });
    if (closest != known.end() && distance(head, *closest) <= 1 + head.size() / 5)
        return "; did you mean '" + *closest + "'?";
    if (known.size() > listed_at_most || known.empty()) return {};
    return "; known are " + joined(known);
}

std::string number_text(double value, int digits) {
    char buffer[64];
    const double size = std::abs(value);
    const bool plain = size == 0.0 || (size >= 1e-4 && size < 1e9);
    const int decimals = size == 0.0 ? 0 : std::max(0, digits - 1 - static_cast<int>(std::floor(std::log10(size))));
    const auto result =
        plain ? write_number(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, decimals)
              : write_number(buffer, buffer + sizeof buffer, value, std::chars_format::scientific, digits - 1);
    std::string text(buffer, result.ptr);
    if (plain && text.find('.') != text.npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

std::string too_short(int least_words) { return "Explain it in at least " + std::to_string(least_words) + " words."; }

} // namespace soma::lesson
