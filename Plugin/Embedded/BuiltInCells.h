#pragma once

#include "State/CellLibrary.h"

namespace soma {

/// The cells that come with the program, in the order of their files. Read at the first call; any thread but the audio
/// thread.
const CellLibrary& built_in_cells();

} // namespace soma
