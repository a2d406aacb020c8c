#include "Support/LessonFiles.h"

#include "State/CellLibrary.h"
#include "Support/Paths.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace soma::test {
namespace {

namespace fs = std::filesystem;
const fs::path assets{project_path("Assets")};

CellLibrary all_cells() {
    CellLibrary library;
    for (const auto& entry : fs::directory_iterator{assets / "Cells"})
        if (entry.path().extension() == ".json")
            library.add(entry.path().filename().string(), read_file(entry.path().string()));
    return library;
}

std::optional<lesson::CellPreset> find_cell(std::string_view id) {
    static const CellLibrary library = all_cells();
    const Cell* cell = library.look_up(id);
    if (!cell) return {};
    lesson::CellPreset preset;
    apply(*cell, preset.values);
    preset.initial = cell->initial;
    return preset;
}

} // namespace

std::string read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> shipped_lessons() {
    std::vector<std::string> paths;
    for (const auto& entry : fs::directory_iterator{assets / "Lessons"})
        if (entry.path().filename().string().ends_with(".lesson.json")) paths.push_back(entry.path().string());
    std::sort(paths.begin(), paths.end());
    return paths;
}

const lesson::Instrument& instrument() {
    static const lesson::Instrument one{find_cell};
    return one;
}

lesson::Quantities& quantities() {
    static lesson::Quantities one{instrument()};
    return one;
}

std::shared_ptr<const lesson::Lesson> shipped(const std::string& number) {
    for (const std::string& path : shipped_lessons()) {
        const std::string name = fs::path{path}.filename().string();
        if (!name.starts_with(number)) continue;
        const auto loaded = lesson::load_lesson(read_file(path), name, quantities());
        for (const auto& problem : loaded.errors) ADD_FAILURE() << problem.text();
        return loaded.lesson;
    }
    ADD_FAILURE() << "no lesson " << number;
    return nullptr;
}

} // namespace soma::test
