#include "Support/Paths.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path source_root{soma::test::project_path("Source")};

struct Folder {
    std::string name;
    std::vector<std::string> may_include; ///< besides itself
};

/// Which folder of Source/ may include which. A folder names only folders above it, so includes point one way.
const std::vector<Folder> folders{
    {"Core", {}},
    {"Membrane", {"Core"}},
    {"Stimulus", {"Core"}},
    {"Sound", {"Core"}},
    {"Scope", {"Core"}},
    {"Parameters", {"Core"}},
    {"State", {"Core", "Parameters"}},
    {"Engine", {"Core", "Membrane", "Stimulus", "Sound", "Scope", "Parameters"}},
    {"Bench", {"Core", "Membrane", "Stimulus", "Parameters", "Engine"}},
    {"Lesson", {"Core", "Membrane", "Stimulus", "Parameters", "Engine", "Bench"}},
};

/// Standard headers that mean files, streams, threads, clocks, locales or numbers that differ between platforms.
const std::vector<std::string_view> forbidden_headers{
    "cstdio",     "stdio.h",    "fstream", "filesystem", "iostream", "istream",      "ostream", "sstream",
    "iomanip",    "locale",     "clocale", "thread",     "mutex",    "shared_mutex", "future",  "condition_variable",
    "chrono",     "ctime",      "time.h",  "random",     "unistd.h", "semaphore",    "latch",   "barrier",
    "stop_token", "syncstream",
};

struct Include {
    fs::path file; ///< relative to Source/
    int line = 0;
    bool is_quoted = false;
    std::string target;

    std::string where() const { return file.string() + ":" + std::to_string(line) + " includes " + target; }
    std::string folder() const { return file.begin()->string(); }
};

bool is_code(const fs::path& path) {
    static const std::vector<std::string> extensions{".h", ".cpp", ".def", ".inc"};
    return std::ranges::find(extensions, path.extension().string()) != extensions.end();
}

std::vector<fs::path> code_files() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator{source_root})
        if (entry.is_regular_file() && is_code(entry.path())) files.push_back(entry.path());
    return files;
}

/// The includes of one line: none, or what stands between the quotes or angle brackets.
void add_include(const fs::path& file, int line_number, const std::string& line, std::vector<Include>& found) {
    const auto start = line.find_first_not_of(" \t");
    if (start == std::string::npos || line[start] != '#') return;
    const auto keyword = line.find("include", start);
    if (keyword == std::string::npos) return;
    const auto open = line.find_first_of("\"<", keyword);
    if (open == std::string::npos) return;
    const bool is_quoted = line[open] == '"';
    const auto close = line.find(is_quoted ? '"' : '>', open + 1);
    if (close == std::string::npos) return;
    found.push_back({fs::relative(file, source_root), line_number, is_quoted, line.substr(open + 1, close - open - 1)});
}

std::vector<Include> all_includes() {
    std::vector<Include> found;
    for (const auto& file : code_files()) {
        std::ifstream text{file};
        std::string line;
        for (int number = 1; std::getline(text, line); ++number) add_include(file, number, line, found);
    }
    return found;
}

const Folder* find_folder(const std::string& name) {
    const auto found = std::ranges::find(folders, name, &Folder::name);
    return found == folders.end() ? nullptr : &*found;
}

TEST(Structure, EveryFolderNamesOnlyFoldersAboveIt) {
    for (auto folder = folders.begin(); folder != folders.end(); ++folder)
        for (const auto& name : folder->may_include)
            EXPECT_TRUE(std::any_of(folders.begin(), folder, [&](const Folder& above) { return above.name == name; }))
                << folder->name << " may include " << name << ", which is not above it";
}

TEST(Structure, SourceKnowsNoJuce) {
    const auto includes = all_includes();
    ASSERT_FALSE(includes.empty());
    for (const auto& include : includes) {
        auto target = include.target;
        std::ranges::transform(target, target.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        EXPECT_EQ(target.find("juce"), std::string::npos) << include.where();
    }
}

TEST(Structure, SourceUsesNoFileThreadClockOrLocale) {
    for (const auto& include : all_includes())
        EXPECT_TRUE(std::ranges::find(forbidden_headers, include.target) == forbidden_headers.end()) << include.where();
}

TEST(Structure, IncludesPointOneWay) {
    for (const auto& include : all_includes()) {
        if (!include.is_quoted) continue;
        const auto* folder = find_folder(include.folder());
        ASSERT_NE(folder, nullptr) << include.folder()
                                   << " is not in the list of this test: say there what it may include";
        const auto target = fs::path{include.target}.begin()->string();
        const bool is_allowed =
            target == folder->name || std::ranges::find(folder->may_include, target) != folder->may_include.end();
        EXPECT_TRUE(is_allowed) << include.where();
    }
}

TEST(Structure, OwnHeadersAreNamedFromTheRootOfSource) {
    for (const auto& include : all_includes())
        EXPECT_TRUE(!include.is_quoted || fs::exists(source_root / include.target)) << include.where();
}

TEST(Structure, NoFileIsLong) {
    constexpr int longest = 500; // the house rule: past this a file does more than one thing
    for (const auto& file : code_files()) {
        std::ifstream text{file};
        const auto lines = std::count(std::istreambuf_iterator<char>{text}, {}, '\n');
        EXPECT_LE(lines, longest) << fs::relative(file, source_root);
    }
}

} // namespace
