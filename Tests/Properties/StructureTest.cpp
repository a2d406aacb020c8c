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

namespace soma::test {
namespace {

namespace fs = std::filesystem;

/// One of the two trees of code. A folder names only folders above it in the list, so includes point one way.
struct Folder {
    std::string name;
    std::vector<std::string> may_include; ///< besides itself
};
struct Tree {
    fs::path root;
    std::vector<Folder> folders;
};

const Tree source{
    project_path("Source"),
    {
        {"Core", {}},
        {"Membrane", {"Core"}},
        {"Stimulus", {"Core"}},
        {"Sound", {"Core"}},
        {"Scope", {"Core"}},
        {"Parameters", {"Core"}},
        {"Engine", {"Core", "Membrane", "Stimulus", "Sound", "Scope", "Parameters"}},
        {"State", {"Core", "Parameters"}},
        {"Bench", {"Core", "Membrane", "Stimulus", "Parameters", "Engine"}},
        {"Recording", {"Core", "Membrane", "Sound", "Parameters", "Engine", "State", "Bench"}},
        {"Lesson/Format", {"Core", "State"}},
        {"Lesson/Answers", {"Core", "Membrane", "Sound", "Parameters", "Engine", "Bench", "Lesson/Format"}},
        {"Lesson/Play", {"Core", "State", "Lesson/Format", "Lesson/Answers"}},
        {"Lesson/Load", {"Core", "State", "Lesson/Format", "Lesson/Answers", "Lesson/Play"}},
    }};

/// Folders of Plugin/ include all of Source/ as well.
const Tree plugin{
    project_path("Plugin"),
    {
        {"Look", {}},
        {"Compatibility", {}},
        {"Files", {}},
        {"Plot", {"Look"}},
        {"Embedded", {}},
        {"SoundFile", {}},
        {"Osc", {}},
        {"Class", {}},
        {"Recording", {}},
        {"Processor", {"Osc"}},
        {"Web", {"Processor"}},
        {"Session", {"Files", "Embedded", "SoundFile", "Osc", "Class", "Processor"}},
        {"Headless", {"Embedded", "Osc", "Processor", "Session"}},
        {"PureData", {"Headless"}},
        {"SuperCollider", {"Headless"}},
        {"Editor/Controls", {"Look", "Files", "Session"}},
        {"Editor/Circuit", {"Look", "Editor/Controls"}},
        {"Editor/Panels", {"Look", "Editor/Controls"}},
        {"Editor/Scope", {"Look", "Session", "Editor/Controls", "Editor/Circuit"}},
        {"Editor/Play", {"Look", "Editor/Controls", "Editor/Circuit", "Editor/Panels", "Editor/Scope"}},
        {"Editor/Bench", {"Look", "Plot", "Session", "Editor/Controls", "Editor/Panels", "Editor/Play"}},
        {"Editor/Lesson", {"Look", "Files", "Plot", "Class", "Session", "Editor/Controls", "Editor/Panels"}},
        {"Editor/Window",
         {"Look", "Files", "Session", "Editor/Controls", "Editor/Panels", "Editor/Scope", "Editor/Play", "Editor/Bench",
          "Editor/Lesson"}},
        {".", {"Processor", "Session", "Editor/Window"}},
        {"Standalone",
         {"Look", "Compatibility", "Files", "SoundFile", "Processor", "Session", "Editor/Controls", "Editor/Window",
          "."}},
        {"CommandLine", {"Compatibility", "Files", "Plot", "Embedded", "SoundFile", "Class", "Recording", "Session"}},
    }};

/// Standard headers that mean files, streams, threads, clocks, locales or numbers that differ between platforms.
const std::vector<std::string_view> forbidden_headers{
    "cstdio",     "stdio.h",    "fstream", "filesystem", "iostream", "istream",      "ostream", "sstream",
    "iomanip",    "locale",     "clocale", "thread",     "mutex",    "shared_mutex", "future",  "condition_variable",
    "chrono",     "ctime",      "time.h",  "random",     "unistd.h", "semaphore",    "latch",   "barrier",
    "stop_token", "syncstream",
};

struct Include {
    fs::path file; ///< relative to the tree's root
    int line = 0;
    bool is_quoted = false;
    std::string target;

    std::string where() const { return file.string() + ":" + std::to_string(line) + " includes " + target; }
};

bool is_code(const fs::path& path) {
    static const std::vector<std::string> extensions{".h", ".cpp", ".def", ".inc"};
    return std::ranges::find(extensions, path.extension().string()) != extensions.end();
}

std::vector<fs::path> code_files(const Tree& tree) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator{tree.root})
        if (entry.is_regular_file() && is_code(entry.path())) files.push_back(entry.path());
    return files;
}

/// Adds the include of one line, if it has one: the text between the quotes or angle brackets.
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
    found.push_back({file, line_number, is_quoted, line.substr(open + 1, close - open - 1)});
}

std::vector<Include> all_includes(const Tree& tree) {
    std::vector<Include> found;
    for (const auto& file : code_files(tree)) {
        std::ifstream text{file};
        std::string line;
        for (int number = 1; std::getline(text, line); ++number)
            add_include(fs::relative(file, tree.root), number, line, found);
    }
    return found;
}

/// The folder of the list that holds a file, named from the tree's root; null for none.
const Folder* folder_of(const Tree& tree, const fs::path& file) {
    auto name = file.parent_path().string();
    if (name.empty()) name = ".";
    for (const auto& folder : tree.folders)
        if (name == folder.name || name.starts_with(folder.name + "/")) return &folder;
    return nullptr;
}

void expect_folders_in_order(const Tree& tree) {
    for (auto folder = tree.folders.begin(); folder != tree.folders.end(); ++folder)
        for (const auto& name : folder->may_include)
            EXPECT_TRUE(
                std::any_of(tree.folders.begin(), folder, [&](const Folder& above) { return above.name == name; }))
                << folder->name << " may include " << name << ", which is not above it";
}

void expect_includes_point_one_way(const Tree& tree) {
    for (const auto& include : all_includes(tree)) {
        if (!include.is_quoted || !fs::exists(tree.root / include.target)) continue;
        const auto* folder = folder_of(tree, include.file);
        ASSERT_NE(folder, nullptr) << include.where() << "; its folder is not in the list of this test";
        const auto* target = folder_of(tree, include.target);
        ASSERT_NE(target, nullptr) << include.where() << ", whose folder is not in the list of this test";
        const bool is_allowed =
            target == folder || std::ranges::find(folder->may_include, target->name) != folder->may_include.end();
        EXPECT_TRUE(is_allowed) << include.where();
    }
}

void expect_short_files(const Tree& tree) {
    constexpr int longest = 500; // the house rule: past this a file does more than one thing
    for (const auto& file : code_files(tree)) {
        std::ifstream text{file};
        const auto lines = std::count(std::istreambuf_iterator<char>{text}, {}, '\n');
        EXPECT_LE(lines, longest) << file;
    }
}

TEST(Structure, EveryFolderNamesOnlyFoldersAboveIt) {
    expect_folders_in_order(source);
    expect_folders_in_order(plugin);
}

TEST(Structure, SourceKnowsNoJuce) {
    const auto includes = all_includes(source);
    ASSERT_FALSE(includes.empty());
    for (const auto& include : includes) {
        auto target = include.target;
        std::ranges::transform(target, target.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        EXPECT_EQ(target.find("juce"), std::string::npos) << include.where();
    }
}

TEST(Structure, SourceUsesNoFileThreadClockOrLocale) {
    for (const auto& include : all_includes(source))
        EXPECT_TRUE(std::ranges::find(forbidden_headers, include.target) == forbidden_headers.end()) << include.where();
}

TEST(Structure, IncludesPointOneWay) {
    expect_includes_point_one_way(source);
    expect_includes_point_one_way(plugin);
}

TEST(Structure, OwnHeadersAreNamedFromTheRootOfSource) {
    for (const auto& include : all_includes(source))
        EXPECT_TRUE(!include.is_quoted || fs::exists(source.root / include.target)) << include.where();
}

TEST(Structure, NoFileIsLong) {
    expect_short_files(source);
    expect_short_files(plugin);
}

// A plugin for a browser or a small computer needs the engine alone: it may not pull in JSON, and nothing in it throws.
TEST(Structure, TheEngineReadsNoJsonAndThrowsNothing) {
    for (const char* folder : {"Core", "Membrane", "Stimulus", "Sound", "Scope", "Parameters", "Engine"})
        for (const auto& entry : fs::recursive_directory_iterator{source.root / folder}) {
            if (!is_code(entry.path())) continue;
            std::ifstream text{entry.path()};
            std::string line;
            while (std::getline(text, line)) {
                EXPECT_EQ(line.find("nlohmann"), std::string::npos) << entry.path();
                const auto code = line.substr(0, line.find("//"));
                EXPECT_FALSE(code.find("throw ") != std::string::npos) << entry.path() << ": " << line;
            }
        }
}

} // namespace
} // namespace soma::test
