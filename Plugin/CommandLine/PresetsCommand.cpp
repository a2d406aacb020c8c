#include "CommandLine/PresetsCommand.h"

#include "CommandLine/Commands.h"
#include "CommandLine/Errors.h"
#include "CommandLine/Messages.h"
#include "CommandLine/Table.h"
#include "CommandLine/TextFile.h"
#include "Session/FactoryPresets.h"
#include "Session/PresetFolder.h"

#include "Core/Utf8.h"
#include "Parameters/ParameterText.h"
#include "State/NearMatches.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

namespace soma::command {
namespace {

namespace fs = std::filesystem;

/// A preset that can be named.
struct Known {
    std::string id, name;
    const Preset* preset; ///< of the program; null: it is in `file`
    std::string file;
};

std::vector<Known> known_presets() {
    std::vector<Known> known;
    const auto folder = fs::path(host::PresetFolder::usual_place().getFullPathName().toStdString()) / "Presets";
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const juce::String name(entry.path().filename().string());
        if (name.endsWithIgnoreCase(".json") && entry.is_regular_file(error))
            known.push_back(
                {"user/" + entry.path().stem().string(), entry.path().stem().string(), nullptr, entry.path().string()});
    }
    std::ranges::sort(known, {}, &Known::name);
    for (const auto& preset : host::factory_presets())
        known.push_back({preset.id, preset.preset.name, &preset.preset, {}});
    return known;
}

Preset preset_in(const std::string& file, FilesRead& read) {
    auto loaded = read_preset(file, read_text_file(file, read));
    for (auto& note : loaded.notes) note = file + ": " + note;
    print_notes(loaded.notes);
    if (loaded.preset.name.empty()) loaded.preset.name = fs::path(file).stem().string();
    return std::move(loaded.preset);
}

bool is_called(const Known& preset, const std::string& wanted) {
    return preset.id == wanted || preset.id == "factory/" + wanted ||
           juce::String::fromUTF8(preset.name.c_str()).equalsIgnoreCase(juce::String::fromUTF8(wanted.c_str()));
}

/// A preset's row in the list.
struct Description {
    std::string category, model; ///< of a file that cannot be read: that
};

Description describe(const Known& preset) {
    const auto of = [](const Preset& one) {
        return Description{one.category, exact_text(parameter(Id::model), one.values[Id::model])};
    };
    if (preset.preset != nullptr) return of(*preset.preset);
    try {
        FilesRead read;
        return of(read_preset(preset.file, read_text_file(preset.file, read)).preset);
    } catch (const std::runtime_error&) {
        return {"", "cannot be read"};
    }
}

void list(bool as_json) {
    Table table({"category", "id", "model", "name"});
    auto json = nlohmann::ordered_json::array();
    for (const auto& preset : known_presets()) {
        const auto [category, model] = describe(preset);
        table.add({category, preset.id, model, preset.name});
        json.push_back({{"id", preset.id}, {"name", preset.name}, {"category", category}, {"model", model}});
    }
    std::cout << (as_json ? json.dump(2) + "\n" : table.text());
}

} // namespace

Preset find_preset(const std::string& wanted, FilesRead& read) {
    std::error_code error;
    if (fs::is_regular_file(wanted, error)) return preset_in(wanted, read);
    const auto known = known_presets();
    const auto found = std::ranges::find_if(known, [&](const Known& preset) { return is_called(preset, wanted); });
    if (found != known.end()) return found->preset != nullptr ? *found->preset : preset_in(found->file, read);
    std::vector<std::string_view> names;
    for (const auto& preset : known) {
        names.push_back(preset.name);
        names.push_back(preset.id);
    }
    throw UsageError("--preset: no preset is named " + in_quotes(wanted) + near_matches_text(wanted, names) +
                     "; 'somaphone presets' lists them all, and there is no file of this name");
}

void add_presets(CLI::App& app) {
    auto* command = app.add_subcommand(
        "presets", "List the presets that --preset takes: one's own, then the program's by category");
    auto as_json = std::make_shared<bool>(false);
    command->add_flag("--json", *as_json, "As a JSON array");
    command->callback([as_json] { list(*as_json); });
}

} // namespace soma::command
