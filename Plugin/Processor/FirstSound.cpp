#include "Processor/FirstSound.h"

#include "Engine/Models.h"
#include "Stimulus/Stimulator.h"

namespace soma {

Patch first_sound(const CellLibrary& cells) {
    Patch patch;
    patch.name = "First sound";
    const auto& cell = cells.find("allen/474626527");
    patch.cell = cell.id;
    patch.initial = cell.initial;
    apply(cell, patch.values);
    patch.values.set(Id::stim_shape, static_cast<double>(stimulus::Shape::step));
    patch.values.set(Id::stim_amplitude_pa, 45.0);
    patch.values.set(Id::stim_delay_ms, 100.0);
    patch.values.set(Id::stim_duration_ms, 1000.0);
    patch.values.set(Id::stim_period_ms, 1500.0);
    patch.values.set(Id::midi_mode, 1.0);
    return patch;
}

} // namespace soma
