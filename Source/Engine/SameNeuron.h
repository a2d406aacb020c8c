#pragma once

#include "Parameters/Snapshot.h"

namespace soma {

/// Whether two snapshots have the same values from the first to the last of these rows of the table. RT.
inline bool same_values(const Snapshot& a, const Snapshot& b, Id first, Id last) noexcept {
    for (auto id = static_cast<std::size_t>(first); id <= static_cast<std::size_t>(last); ++id)
        if (a[static_cast<Id>(id)] != b[static_cast<Id>(id)]) return false;
    return true;
}

/// Whether two snapshots describe the same single neuron. RT.
inline bool same_neuron(const Snapshot& a, const Snapshot& b) noexcept {
    return same_values(a, b, Id::model, Id::adex_peak_mv);
}

/// Whether they have the same PitchReference: the same neuron at the same current. RT.
inline bool same_pitch(const Snapshot& a, const Snapshot& b) noexcept {
    return same_neuron(a, b) && a[Id::midi_current_pa] == b[Id::midi_current_pa] &&
           a[Id::holding_current_pa] == b[Id::holding_current_pa];
}

} // namespace soma
