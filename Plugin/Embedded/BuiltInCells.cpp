#include "Embedded/BuiltInCells.h"

#include "Embedded/EmbeddedAssets.h"

namespace soma {

const CellLibrary& built_in_cells() {
    static const CellLibrary cells = [] {
        CellLibrary library;
        for (const auto& path : assets::list("Cells/"))
            if (path.ends_with(".json")) library.add(path, assets::read(path));
        return library;
    }();
    return cells;
}

} // namespace soma
