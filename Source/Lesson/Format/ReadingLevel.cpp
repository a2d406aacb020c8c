#include "Lesson/Format/ReadingLevel.h"

#include <algorithm>
#include <string>

namespace soma::lesson {
namespace {

constexpr std::size_t least_words = 20;

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool vowel(char c) { return std::string_view{"aeiouy"}.find(c) != std::string_view::npos; }

/// Groups of vowels, less the e that is not spoken at the end.
int syllables(const std::string& word) {
    int count = 0;
    bool before = false;
    for (const char c : word) {
        const bool now = vowel(c);
        count += now && !before;
        before = now;
    }
    if (word.size() > 2 && word.ends_with('e') && !vowel(word[word.size() - 2]) && !word.ends_with("le")) --count;
    return std::max(1, count);
}

} // namespace

double reading_grade(std::string_view text) {
    std::size_t words = 0, sentences = 0;
    int spoken = 0;
    std::string word;
    bool in_word = false, capitals = true;
    const auto finish = [&] {
        if (!in_word) return;
        ++words;
        spoken += capitals ? 1 : syllables(word);
        word.clear();
        in_word = false;
        capitals = true;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool ends = i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n';
        if (letter(c)) {
            in_word = true;
            const bool small = c >= 'a';
            capitals = capitals && !small;
            word += small ? c : static_cast<char>(c - 'A' + 'a');
        } else if (c == ' ' || c == '\n' || c == '-' || c == '/') {
            finish();
        } else if (static_cast<unsigned char>(c) > ' ' && c != '.' && c != ',' && c != '\'') {
            in_word = in_word || (c >= '0' && c <= '9');
        }
        if ((c == '.' || c == '?' || c == '!' || c == ':' || c == ';') && ends) {
            finish();
            ++sentences;
        }
    }
    finish();
    if (words < least_words) return 0.0;
    const auto n = static_cast<double>(words);
    return 0.39 * n / static_cast<double>(std::max<std::size_t>(1, sentences)) + 11.8 * spoken / n - 15.59;
}

} // namespace soma::lesson
