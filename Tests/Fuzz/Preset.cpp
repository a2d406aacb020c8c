#include "Fuzz/PresetRules.h"

#include "Engine/InitialState.h"

#include <cmath>

namespace soma::fuzz {

/// States of sessions and presets: refused whole, or taken with notes; what was taken is saved and read as the same.
void run_case(std::string_view bytes) {
    LoadedPreset loaded;
    try {
        loaded = read_preset("fuzzed", bytes);
    } catch (const FormatError& error) {
        return require_complaint(error.what(), "fuzzed");
    }
    require_in_range(loaded.preset.values);
    for (const auto& note : loaded.notes) require_complaint(note);
    for (const auto& [name, value] : loaded.preset.initial) require(std::isfinite(value), "a start is a number");

    const auto text = preset_text(loaded.preset);
    const auto again = read_preset("saved", text);
    require(same(again.preset, loaded.preset), "what is saved is read as the same");
    require(preset_text(again.preset) == text, "what is read is saved as the same");
    for (const auto& note : again.notes)
        require(note.starts_with("unknown parameters"), "what was saved needs no change: " + note);

    const auto start = initial_state(loaded.preset.values.choice<ModelId>(Id::model), loaded.preset.initial);
    if (const auto* error = std::get_if<TextError>(&start)) require_complaint(error->message);
}

} // namespace soma::fuzz
