#include "State/Preset.h"

#include "Core/Utf8.h"
#include "Parameters/ParameterText.h"
#include "State/Migration.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma {
namespace {

constexpr std::string_view preset_format_name = "somaphone-patch";
constexpr std::array known_fields{std::string_view("format"),     std::string_view("version"),
                                  std::string_view("name"),       std::string_view("category"),
                                  std::string_view("cell"),       std::string_view("tuning"),
                                  std::string_view("parameters"), std::string_view("initial"),
                                  std::string_view("units"),      std::string_view("session")};

using Notes = std::vector<std::string>;

/// A short text field; anything else is left out with a note.
std::string read_text(const Json& state, const char* field, Notes& notes) {
    const auto found = state.find(field);
    if (found == state.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    notes.push_back(std::string(field) + " was not text and is left empty");
    return {};
}

double read_choice(const Parameter& row, const std::string& name, Notes& notes) {
    const auto parsed = parse_value(row, name);
    if (const auto* error = std::get_if<TextError>(&parsed)) {
        notes.push_back(error->message + "; the default " + exact_text(row, row.default_value) + " is used");
        return row.default_value;
    }
    return std::get<double>(parsed);
}

double read_value(const Parameter& row, const Json& json, Notes& notes) {
    if (row.scale == Scale::choice && json.is_string()) return read_choice(row, json.get<std::string>(), notes);
    if (row.scale == Scale::choice || !json.is_number() || !std::isfinite(json.get<double>())) {
        notes.push_back(std::string(row.id) + ": " + brief(json) + " is not a value of it; the default " +
                        exact_text(row, row.default_value) + " is used");
        return row.default_value;
    }
    const double stated = json.get<double>();
    const double accepted = accept(row, stated);
    if (accepted != stated)
        notes.push_back(std::string(row.id) + ": " + shortest(stated) + " became " + shortest(accepted) +
                        ", the nearest value it can have");
    return accepted;
}

void read_parameters(const Json& values, Preset& preset, Notes& notes) {
    std::string unknown;
    for (const auto& [key, value] : values.items()) {
        if (const auto id = find_parameter(key)) {
            preset.values.set(*id, read_value(parameter(*id), value, notes));
        } else {
            preset.unknown_parameters[key] = value;
            unknown += (unknown.empty() ? "" : ", ") + in_quotes(key);
        }
    }
    if (!unknown.empty()) notes.push_back("unknown parameters were left alone: " + unknown);
}

void read_initial(const Json& state, Preset& preset, Notes& notes) {
    const auto found = state.find("initial");
    if (found == state.end()) return;
    if (!found->is_object()) return notes.push_back("initial was not an object and is left out");
    for (const auto& [key, value] : found->items()) {
        if (value.is_number() && std::isfinite(value.get<double>()))
            preset.initial.emplace(key, value.get<double>());
        else
            notes.push_back("initial " + in_quotes(key) + " was not a number and is left out");
    }
}

/// A field that holds texts by key; whatever else is in it is left out with a note.
void read_texts(const Json& state, const char* field, std::map<std::string, std::string, std::less<>>& texts,
                Notes& notes) {
    const auto found = state.find(field);
    if (found == state.end()) return;
    if (!found->is_object()) return notes.push_back(std::string(field) + " was not an object and is left out");
    for (const auto& [key, value] : found->items()) {
        if (value.is_string())
            texts.emplace(key, value.get<std::string>());
        else
            notes.push_back(std::string(field) + " " + in_quotes(key) + " was not text and is left out");
    }
}

/// Texts of Scala files; those that cannot be used are left out with a note.
void read_tuning(const Json& state, Preset& preset, Notes& notes) {
    std::map<std::string, std::string, std::less<>> texts;
    read_texts(state, "tuning", texts, notes);
    Tuning tuning{texts["scale"], texts["keyboard"]};
    try {
        key_frequencies(tuning);
        preset.tuning = std::move(tuning);
    } catch (const FormatError& error) {
        notes.push_back("tuning: " + std::string(error.what()) + "; equal temperament is used");
    }
}

void read_category(const Json& state, Preset& preset, Notes& notes) {
    preset.category = read_text(state, "category", notes);
    if (preset.category.empty() || std::ranges::find(preset_categories, preset.category) != preset_categories.end())
        return;
    notes.push_back("category " + in_quotes(preset.category) + " is none that this version knows and is left empty");
    preset.category.clear();
}

} // namespace

std::string preset_text(const Preset& preset) {
    Json state{{"format", preset_format_name},
               {"version", current_preset_version()},
               {"name", preset.name},
               {"cell", preset.cell}};
    if (!preset.category.empty()) state["category"] = preset.category;
    auto& values = state["parameters"] = Json::object();
    for (const auto& row : parameters()) {
        const double value = preset.values[*find_parameter(row.id)];
        values[std::string(row.id)] = row.scale == Scale::choice ? Json(exact_text(row, value)) : Json(value);
    }
    for (const auto& [key, value] : preset.unknown_parameters.items()) values[key] = value;
    if (!preset.initial.empty()) state["initial"] = preset.initial;
    if (!preset.tuning.scale.empty()) state["tuning"]["scale"] = preset.tuning.scale;
    if (!preset.tuning.keyboard.empty()) state["tuning"]["keyboard"] = preset.tuning.keyboard;
    if (!preset.units.empty()) state["units"] = preset.units;
    if (!preset.session.empty()) state["session"] = preset.session;
    for (const auto& [key, value] : preset.unknown.items()) state[key] = value;
    return json_text(state);
}

LoadedPreset read_preset(std::string_view file, std::string_view text) {
    auto state = parse_json(file, text);
    const JsonPlace whole(std::string(file), "", state);
    if (!state.is_object() || !whole.has("format") || whole.at("format").value() != preset_format_name)
        whole.fail("is not a Somaphone state; its format must be '" + std::string(preset_format_name) + "'");
    const auto version = whole.at("version").integer();
    if (version < 1) whole.fail("version " + std::to_string(version) + " never existed");
    LoadedPreset loaded;
    auto& notes = loaded.notes;
    if (version > current_preset_version())
        notes.push_back("made by a newer version of Somaphone; what it does not know is left at the default");
    else
        migrate(state, static_cast<int>(version), migration_steps());
    const auto values = JsonPlace(std::string(file), "", state).at("parameters");
    read_parameters(values.expect_object().value(), loaded.preset, notes);
    loaded.preset.name = read_text(state, "name", notes);
    loaded.preset.cell = read_text(state, "cell", notes);
    read_category(state, loaded.preset, notes);
    read_tuning(state, loaded.preset, notes);
    read_initial(state, loaded.preset, notes);
    read_texts(state, "units", loaded.preset.units, notes);
    read_texts(state, "session", loaded.preset.session, notes);
    for (const auto& [key, value] : state.items())
        if (std::ranges::find(known_fields, key) == known_fields.end()) loaded.preset.unknown[key] = value;
    return loaded;
}

} // namespace soma
