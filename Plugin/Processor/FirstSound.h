#pragma once

#include "State/CellLibrary.h"
#include "State/Patch.h"

namespace soma {

/// What a new instance plays: a cell of the course that fires within a second with nothing plugged in.
Patch first_sound(const CellLibrary& cells);

} // namespace soma
