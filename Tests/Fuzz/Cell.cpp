#include "Fuzz/PresetRules.h"

#include "State/CellLibrary.h"

namespace soma::fuzz {
namespace {

constexpr std::string_view known_cell =
    R"({"id": "known/one", "model": "lif", "parameters": {"rest_mv": -70}, "name": "One"})";

} // namespace

/// Cell files: added whole, found by their ids and kept by a preset; or refused, and the library is as before.
void run_case(std::string_view bytes) {
    CellLibrary library;
    library.add("known", known_cell);
    try {
        library.add("fuzzed", bytes);
    } catch (const FormatError& error) {
        require_complaint(error.what());
        return require(library.cells().size() == 1 && library.cells().front().id == "known/one",
                       "a refused file adds nothing");
    }
    require(library.cells().size() > 1, "an accepted file holds a cell");
    for (const auto& cell : library.cells()) {
        require(&library.find(cell.id) == &cell, "a cell is found by its id");
        require(!cell.model_name().empty(), "a cell has a model");
        Preset preset;
        preset.values.set(Id::output_level_db, -20.0);
        preset.cell = cell.id;
        preset.initial = cell.initial;
        apply(cell, preset.values);
        require_in_range(preset.values);
        for (const auto& [id, value] : cell.parameters)
            require(preset.values[id] == value && belongs_to_cell(parameter(id)), "a cell sets its own parameters");
        require(preset.values[Id::output_level_db] == -20.0, "a cell leaves the rest alone");
        require(same(read_preset("saved", preset_text(preset)).preset, preset), "a preset keeps the cell");
    }
}

} // namespace soma::fuzz
