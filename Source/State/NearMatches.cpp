#include "State/NearMatches.h"

#include <algorithm>
#include <numeric>

namespace soma {
namespace {

constexpr std::size_t longest_typed = 64; ///< longer ones are like nothing we have

std::string plain(std::string_view text) {
    std::string result;
    for (const char c : text)
        if (c != '-' && c != '_' && c != ' ') result += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return result;
}

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('/') + 1); }

/// Insertions, deletions and replacements that turn one text into the other (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row[b.size()];
}

/// 0 is the best; a name that holds the typed text whole comes before one that differs by letters.
std::size_t unlikeness(const std::string& typed, std::string_view name) {
    const auto whole = plain(name);
    if (typed.size() >= 3 && whole.find(typed) != std::string::npos) return 1;
    return 2 * std::min(distance(typed, whole), distance(typed, plain(last_part(name))));
}

} // namespace

std::vector<std::string_view> near_matches(std::string_view typed, const std::vector<std::string_view>& names,
                                           std::size_t count) {
    const auto wanted = plain(typed);
    if (wanted.empty() || wanted.size() > longest_typed) return {};
    std::vector<std::pair<std::size_t, std::string_view>> found;
    for (const auto name : names)
        if (const auto u = unlikeness(wanted, name);
            u <= std::max<std::size_t>(2, wanted.size()) && u / 2 < wanted.size())
            found.emplace_back(u, name);
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
        text += name;
    }
    return text;
}

} // namespace soma
