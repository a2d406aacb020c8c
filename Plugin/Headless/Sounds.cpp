#include "Headless/Sounds.h"

#include "Embedded/BuiltInCells.h"
#include "Session/FactoryPresets.h"

#include "Core/Utf8.h"
#include "Engine/InitialState.h"
#include "State/NearMatches.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace soma::headless {
namespace {

constexpr std::string_view preset_folder = "factory/";

membrane::Initial start_of(double model, const InitialValues& stated, const std::string& id) {
    const auto start = initial_state(static_cast<ModelId>(static_cast<int>(model)), stated);
    if (const auto* error = std::get_if<TextError>(&start)) throw FormatError(id + ": " + error->message);
    return std::get<membrane::Initial>(start);
}

struct Loaded {
    std::vector<ReadyPreset> presets;
    std::vector<ReadyCell> cells;
};

const Loaded& loaded() {
    static const Loaded all = [] {
        Loaded result;
        for (const auto& [id, preset] : host::factory_presets())
            result.presets.push_back({id.substr(preset_folder.size()), preset.name, preset.values,
                                      start_of(preset.values[Id::model], preset.initial, id),
                                      key_frequencies(preset.tuning)});
        for (const auto& cell : built_in_cells().cells())
            result.cells.push_back({&cell, start_of(cell.model, cell.initial, cell.id)});
        return result;
    }();
    return all;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

/// 1, 2, 3 … as typed; 0 for everything else.
std::size_t number_of(std::string_view text) {
    std::size_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ptr == text.data() + text.size() ? number : 0;
}

bool ends_with_part(std::string_view id, std::string_view part) {
    return id.size() > part.size() && id.ends_with(part) && id[id.size() - part.size() - 1] == '/';
}

} // namespace

void load_sounds() { loaded(); }

std::span<const ReadyPreset> presets() { return loaded().presets; }
std::span<const ReadyCell> cells() { return loaded().cells; }

const ReadyPreset* find_preset(std::string_view wanted) noexcept {
    if (wanted.starts_with(preset_folder)) wanted.remove_prefix(preset_folder.size());
    if (const auto number = number_of(wanted); number >= 1 && number <= presets().size()) return &presets()[number - 1];
    const auto found = std::ranges::find_if(
        presets(), [&](const ReadyPreset& preset) { return preset.id == wanted || same_word(preset.name, wanted); });
    return found != presets().end() ? &*found : nullptr;
}

const ReadyCell* find_cell(std::string_view wanted) noexcept {
    const ReadyCell* by_part = nullptr;
    int parts = 0;
    for (const auto& entry : cells()) {
        if (entry.cell->id == wanted) return &entry;
        if (!ends_with_part(entry.cell->id, wanted)) continue;
        by_part = &entry;
        ++parts;
    }
    return parts == 1 ? by_part : nullptr;
}

std::string no_such_preset(std::string_view wanted) {
    std::vector<std::string_view> names;
    for (const auto& preset : presets()) names.insert(names.end(), {preset.id, preset.name});
    return "no preset is named " + in_quotes(wanted) + near_matches_text(wanted, names) + "; there are " +
           std::to_string(presets().size()) + ", also by number from 1";
}

std::string no_such_cell(std::string_view wanted) {
    try {
        built_in_cells().find(wanted);
    } catch (const FormatError& error) {
        return error.what();
    }
    return "no cell is named " + in_quotes(wanted);
}

} // namespace soma::headless
