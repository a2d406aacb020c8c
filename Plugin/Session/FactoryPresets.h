#pragma once

#include "State/Preset.h"

#include <string>
#include <vector>

namespace soma::host {

/// A preset that comes with the program.
struct FactoryPreset {
    std::string id; ///< "factory/" and the file's name: "factory/squid"
    Preset preset;
};

/// All of Assets/Presets by category, in the order of their files. Read at the first call; any thread but the audio
/// thread.
const std::vector<FactoryPreset>& factory_presets();

} // namespace soma::host
