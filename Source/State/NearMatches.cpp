#include "State/NearMatches.h"

#include "Core/Utf8.h"

#include <algorithm>
#include <numeric>

namespace soma {
namespace {

constexpr std::size_t longest_typed = 64; ///< longer ones are like nothing we have
constexpr std::size_t longest_name = 60;  ///< in a message

std::string plain(std::string_view text) {
    std::string result;
    for (const char c : text)
        if (c != '-' && c != '_' && c != ' ') result += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return result;
}

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('/') + 1); }

struct Distance {
    std::size_t whole;  ///< insertions, deletions and replacements that turn one text into the other (Levenshtein)
    std::size_t prefix; ///< … into the nearest beginning of the other
};

Distance distance(std::string_view typed, std::string_view name) {
    std::vector<std::size_t> row(name.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < typed.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < name.size(); ++j) {
            const auto replaced = diagonal + (typed[i] == name[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return {row.back(), *std::ranges::min_element(row)};
}

constexpr std::size_t unlike = 1000;

/// 0 is the best. A name is like the typed text when it holds it whole, begins nearly like it, or differs from it by
/// few letters.
std::size_t unlikeness(const std::string& typed, std::string_view name) {
    const auto whole = plain(name), last = plain(last_part(name));
    const auto few = 1 + typed.size() / 3;
    if (typed.size() >= 3 && whole.find(typed) != std::string::npos) return 1;
    const auto [letters, beginning] = distance(typed, last);
    const auto best = std::min(letters, distance(typed, whole).whole);
    if (best <= few && best < typed.size()) return 2 * best;
    return typed.size() >= 4 && beginning <= typed.size() / 4 ? 2 * few + 2 * beginning + 1 : unlike;
}

} // namespace

std::vector<std::string_view> near_matches(std::string_view typed, const std::vector<std::string_view>& names,
                                           std::size_t count) {
    const auto wanted = plain(typed);
    if (wanted.empty() || wanted.size() > longest_typed) return {};
    std::vector<std::pair<std::size_t, std::string_view>> found;
    for (const auto name : names)
        if (const auto u = unlikeness(wanted, name); u < unlike) found.emplace_back(u, name);
    std::ranges::sort(found);
    std::vector<std::string_view> result;
    for (const auto& [u, name] : found)
        if (result.size() < count) result.push_back(name);
    return result;
}

std::string near_matches_text(std::string_view typed, const std::vector<std::string_view>& names) {
    std::string text;
    for (const auto name : near_matches(typed, names)) {
        text += text.empty() ? "; near: " : ", ";
        text += shortened(std::string(name), longest_name);
    }
    return text;
}

} // namespace soma
