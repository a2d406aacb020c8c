#include "Lesson/Format/Messages.h"

#include "Core/DecimalText.h"
#include "Core/Utf8.h"
#include "State/NearMatches.h"

#include <algorithm>
#include <cmath>

namespace soma::lesson {
namespace {

constexpr std::size_t longest_quoted = 40;
constexpr std::size_t listed_at_most = 16;

} // namespace

std::string shortened(std::string_view text) { return soma::shortened(one_line(std::string{text}), longest_quoted); }

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
    std::string out;
    for (const std::string& word : words) {
        if (!out.empty()) out += separator;
        out += word;
    }
    return out;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    if (auto near = near_matches_text(word, {known.begin(), known.end()}); !near.empty()) return near;
    if (known.size() > listed_at_most || known.empty()) return {};
    return "; known are " + joined(known);
}

std::string number_text(double value, int digits) {
    const double size = std::abs(value);
    const bool plain = size == 0.0 || (size >= 1e-4 && size < 1e9);
    if (!plain) return scientific_text(value, digits - 1);
    const int decimals = size == 0.0 ? 0 : std::max(0, digits - 1 - static_cast<int>(std::floor(std::log10(size))));
    std::string text = fixed_text(value, decimals);
    if (text.find('.') != text.npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

std::string too_short(int least_words) { return "Explain it in at least " + std::to_string(least_words) + " words."; }

} // namespace soma::lesson
