#include "State/CellLibrary.h"

#include "Core/Utf8.h"
#include "State/NearMatches.h"

#include <algorithm>

namespace soma {

void CellLibrary::add(std::string_view file, std::string_view text) {
    auto added = read_cells(file, text);
    for (const auto& cell : added)
        if (std::ranges::find(cells_, cell.id, &Cell::id) != cells_.end())
            throw FormatError(std::string(file) + ": cell '" + cell.id + "': another file has a cell of this id");
    std::ranges::move(added, std::back_inserter(cells_));
}

std::vector<const Cell*> CellLibrary::candidates(std::string_view id) const {
    std::vector<const Cell*> found;
    for (const auto& cell : cells_) {
        if (cell.id == id) return {&cell};
        if (std::string_view(cell.id).substr(cell.id.rfind('/') + 1) == id) found.push_back(&cell);
    }
    return found;
}

const Cell* CellLibrary::look_up(std::string_view id) const {
    const auto found = candidates(id);
    return found.size() == 1 ? found.front() : nullptr;
}

const Cell& CellLibrary::find(std::string_view id) const {
    const auto found = candidates(id);
    if (found.size() == 1) return *found.front();
    if (found.empty()) {
        std::vector<std::string_view> ids;
        for (const auto& cell : cells_) ids.push_back(cell.id);
        throw FormatError("no cell is named " + in_quotes(id) + near_matches_text(id, ids));
    }
    std::string ids;
    for (const auto* cell : found) ids += (ids.empty() ? "" : ", ") + cell->id;
    throw FormatError("more than one cell is named " + in_quotes(id) + ": " + ids);
}

} // namespace soma
