#pragma once

#include "Core/KeyFrequencies.h"
#include "Membrane/Model.h"
#include "State/Cell.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace soma::headless {

/// A preset that comes with the program, ready for the audio thread.
struct ReadyPreset {
    std::string id; ///< "squid-axon"
    std::string name;
    Snapshot values;
    membrane::Initial start;
    KeyFrequencies keys; ///< of pitch mode
};

/// A cell that comes with the program, and where its neuron starts.
struct ReadyCell {
    const Cell* cell;
    membrane::Initial start;
};

// Read at the first call of load_sounds; after it nothing here allocates.
void load_sounds();

std::span<const ReadyPreset> presets();
std::span<const ReadyCell> cells();

/// By id, by "factory/" and id, by name in any case, or by number from 1; null where there is none.
const ReadyPreset* find_preset(std::string_view wanted) noexcept;
/// By id, or by its last part where only one cell has that; null where there is none.
const ReadyCell* find_cell(std::string_view wanted) noexcept;

/// One line that says what is near. Not for the audio thread.
std::string no_such_preset(std::string_view wanted);
std::string no_such_cell(std::string_view wanted);

} // namespace soma::headless
