#pragma once

#include "State/Cell.h"
#include "State/JsonText.h"
#include "State/Tuning.h"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace soma {

/// The uses of a sound, in the order in which lists show them.
constexpr std::array<std::string_view, 7> preset_categories{"percussion", "bass",   "drone", "texture",
                                                            "keys",       "effect", "lesson"};

/// The state of an instrument, as hosts and presets keep it. Message thread.
struct Preset {
    std::string name;
    std::string category; ///< of sounds: one of preset_categories, or empty
    std::string cell;     ///< id of the cell that the neuron was made from; empty: none
    Snapshot values;
    InitialValues initial;
    Tuning tuning; ///< of pitch mode; can be used
    /// Units that a person chose for single parameters, by id ("nA"); what is not here has its usual one.
    std::map<std::string, std::string, std::less<>> units;
    /// Settings of the session and not of the sound (size of the window, theme …), by key.
    std::map<std::string, std::string, std::less<>> session;

    /// Content from a newer version that this one does not know; written back unchanged.
    Json unknown = Json::object();            ///< fields of the state
    Json unknown_parameters = Json::object(); ///< parameters by id
};

/// A preset and what had to be changed to use it, one sentence each.
struct LoadedPreset {
    Preset preset;
    std::vector<std::string> notes;
};

/// Text of version current_preset_version(): every parameter by id with all its digits, choices by name.
std::string preset_text(const Preset& preset);

/// Reads what preset_text of this or an older version wrote, and as much as it can of what a newer one wrote. Values
/// that cannot be used are held to their range or left at the default, with a note. A text that is no preset throws
/// FormatError naming `file`; the caller still has what it had.
LoadedPreset read_preset(std::string_view file, std::string_view text);

} // namespace soma
