#include "Embedded/BuiltInLessons.h"

#include "Embedded/BuiltInCells.h"
#include "Embedded/EmbeddedAssets.h"

namespace soma {
namespace {

std::optional<lesson::CellPreset> find_cell(std::string_view id) {
    const Cell* cell = built_in_cells().look_up(id);
    if (cell == nullptr) return std::nullopt;
    lesson::CellPreset preset;
    apply(*cell, preset.values);
    preset.initial = cell->initial;
    return preset;
}

std::vector<BuiltInLesson> read_lessons() {
    constexpr std::string_view folder = "Lessons/", ending = ".lesson.json";
    std::vector<BuiltInLesson> lessons;
    for (const auto& path : assets::list(folder))
        if (path.ends_with(ending)) lessons.push_back({path.substr(folder.size()), assets::read(path)});
    return lessons;
}

} // namespace

const std::vector<BuiltInLesson>& built_in_lessons() {
    static const auto lessons = read_lessons();
    return lessons;
}

const lesson::Instrument& lesson_instrument() {
    static const lesson::Instrument instrument{find_cell};
    return instrument;
}

} // namespace soma
