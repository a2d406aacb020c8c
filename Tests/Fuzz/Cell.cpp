#include "Fuzz/PatchRules.h"

#include "State/CellLibrary.h"

namespace soma::fuzz {
namespace {

constexpr std::string_view known_cell =
    R"({"id": "known/one", "model": "lif", "parameters": {"rest_mv": -70}, "name": "One"})";

} // namespace

/// Cell files: added whole, found by their ids and kept by a patch; or refused, and the library is as before.
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
        Patch patch;
        patch.values.set(Id::output_level_db, -20.0);
        patch.cell = cell.id;
        patch.initial = cell.initial;
        apply(cell, patch.values);
        require_in_range(patch.values);
        for (const auto& [id, value] : cell.parameters)
            require(patch.values[id] == value && belongs_to_cell(parameter(id)), "a cell sets its own parameters");
        require(patch.values[Id::output_level_db] == -20.0, "a cell leaves the rest alone");
        require(same(read_patch("saved", patch_text(patch)).patch, patch), "a patch keeps the cell");
    }
}

} // namespace soma::fuzz
