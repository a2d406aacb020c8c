#include "Support/Paths.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The last column of the table, without its head.
std::vector<std::string> forbidden_words() {
    std::vector<std::string> words;
    std::ifstream page(soma::test::project_path("Assets/Guide/Words.md"));
    for (std::string line; std::getline(page, line);) {
        if (!line.starts_with("| ") || line.starts_with("| say ")) continue;
        const auto end = line.rfind(" |"), begin = line.rfind("| ", end - 1) + 2;
        words.push_back(line.substr(begin, end - begin));
    }
    return words;
}

/// Everything that stands between quotation marks in code: what a person reads is among it.
std::string quoted_text(const std::string& code) {
    std::string text;
    bool inside = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (code[i] == '\\' && inside) {
            ++i;
            continue;
        }
        if (code[i] == '"') {
            inside = !inside;
            text += '\n';
        } else if (code[i] == '\n') {
            inside = false;
        } else if (inside) {
            text += code[i];
        }
    }
    return text;
}

TEST(Words, TheScreenSaysWhatTheListOfWordsSays) {
    const auto forbidden = forbidden_words();
    ASSERT_GT(forbidden.size(), 10u);
    int files = 0;
    for (const auto* folder : {"Plugin", "Source"})
        for (const auto& entry : fs::recursive_directory_iterator(soma::test::project_path(folder))) {
            const auto extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".h" && extension != ".def") continue;
            ++files;
            const auto text = quoted_text(text_of(entry.path()));
            for (const auto& words : forbidden)
                EXPECT_EQ(text.find(words), std::string::npos) << entry.path() << " says \"" << words << '"';
        }
    EXPECT_GT(files, 100);
}

} // namespace
