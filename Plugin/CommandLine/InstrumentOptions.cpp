#include "CommandLine/InstrumentOptions.h"

#include "CommandLine/Errors.h"
#include "CommandLine/NonEmpty.h"
#include "CommandLine/PresetsCommand.h"
#include "CommandLine/TextFile.h"
#include "Embedded/BuiltInCells.h"

#include "Core/Utf8.h"
#include "Engine/InitialState.h"
#include "Parameters/ParameterText.h"
#include "State/NearMatches.h"

#include <filesystem>

namespace soma::command {
namespace {

double typed_value(const Parameter& row, std::string_view text) {
    const auto parsed = parse_value(row, text);
    if (const auto* error = std::get_if<TextError>(&parsed)) throw UsageError(error->message);
    return std::get<double>(parsed);
}

Id known_parameter(std::string_view id) {
    if (const auto found = find_parameter(id)) return *found;
    std::vector<std::string_view> ids;
    for (const auto& row : parameters()) ids.push_back(row.id);
    throw UsageError("--set: unknown parameter " + in_quotes(id) + near_matches_text(id, ids) +
                     "; 'somaphone params' lists them all");
}

void set(Snapshot& values, std::string_view assignment) {
    const auto equals = assignment.find('=');
    if (equals == std::string_view::npos)
        throw UsageError("--set " + in_quotes(assignment) + " has no '='; write --set id=value");
    const auto id = known_parameter(assignment.substr(0, equals));
    values.set(id, typed_value(parameter(id), assignment.substr(equals + 1)));
}

/// FILE, or FILE#ID where the file holds several.
Cell cell_of_file(const std::string& file, const std::string& id, FilesRead& read) {
    CellLibrary library;
    library.add(file, read_text_file(file, read));
    if (!id.empty()) return library.find(id);
    if (library.cells().size() > 1)
        throw UsageError("--cell " + file + ": holds " + std::to_string(library.cells().size()) +
                         " cells; say which one: --cell '" + file + "#" + library.cells().front().id + "'");
    return library.cells().front();
}

Cell find_cell(const std::string& wanted, FilesRead& read) {
    if (const auto* cell = built_in_cells().look_up(wanted)) return *cell;
    if (std::filesystem::is_regular_file(wanted)) return cell_of_file(wanted, "", read);
    const auto hash = wanted.rfind('#');
    if (hash != std::string::npos && std::filesystem::is_regular_file(wanted.substr(0, hash)))
        return cell_of_file(wanted.substr(0, hash), wanted.substr(hash + 1), read);
    try {
        return built_in_cells().find(wanted);
    } catch (const FormatError& error) {
        throw UsageError("--cell: " + std::string(error.what()) +
                         "; 'somaphone cells' lists them all, and there is no file of this name");
    }
}

} // namespace

void add_cell_options(CLI::App& command, InstrumentOptions& options) {
    command.add_option("--preset", options.preset, "A saved sound: its file, or the id or name of a preset")
        ->type_name("NAME|FILE")
        ->check(given);
    command.add_option("--cell", options.cell, "Id of a built-in cell, a cell file, or FILE#ID")
        ->type_name("ID|FILE")
        ->check(given);
    command.add_option("--set", options.settings, "Set a parameter, with or without unit (0.2 nA); may be repeated")
        ->type_name("id=value")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);
}

void add_options(CLI::App& command, InstrumentOptions& options) {
    add_cell_options(command, options);
    command.add_option("--seed", options.seed, "Seed of the noise; the same as --set stim_seed=N")
        ->type_name("N")
        ->check(given);
}

Instrument make_instrument(const InstrumentOptions& options, FilesRead& read) {
    Instrument instrument;
    InitialValues stated;
    if (!options.preset.empty()) {
        auto preset = find_preset(options.preset, read);
        instrument.preset = preset.name;
        instrument.values = preset.values;
        stated = std::move(preset.initial);
    }
    if (!options.cell.empty()) {
        instrument.cell = find_cell(options.cell, read);
        apply(*instrument.cell, instrument.values);
        stated = instrument.cell->initial;
    }
    const auto stated_for = instrument.values[Id::model];
    for (const auto& setting : options.settings) set(instrument.values, setting);
    if (!options.seed.empty())
        instrument.values.set(Id::stim_seed, typed_value(parameter(Id::stim_seed), options.seed));
    // Another model than the cell's own starts at its own rest.
    if (instrument.values[Id::model] == stated_for) {
        const auto initial = initial_state(instrument.values.choice<ModelId>(Id::model), stated);
        if (const auto* error = std::get_if<TextError>(&initial))
            throw UsageError((instrument.cell ? "--cell " + instrument.cell->id : "--preset " + instrument.preset) +
                             ": " + error->message);
        instrument.initial = std::get<membrane::Initial>(initial);
        instrument.stated = std::move(stated);
    }
    return instrument;
}

} // namespace soma::command
