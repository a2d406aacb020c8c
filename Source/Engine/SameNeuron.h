#pragma once

#include "Parameters/Snapshot.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace soma {

/// The groups of the table whose parameters describe one neuron.
constexpr std::array<std::string_view, 8> neuron_groups{"Model",   "Membrane",       "Ions",       "GLIF",
                                                        "Channel", "Hodgkin–Huxley", "Izhikevich", "AdEx"};

/// Whether two snapshots have the same values of all parameters of these groups. RT.
inline bool same_groups(const Snapshot& a, const Snapshot& b, std::span<const std::string_view> groups) noexcept {
    for (std::size_t i = 0; i < parameter_count; ++i) {
        const auto id = static_cast<Id>(i);
        if (a[id] != b[id] && std::ranges::find(groups, parameter(id).group) != groups.end()) return false;
    }
    return true;
}

/// Whether two snapshots describe the same single neuron. RT.
inline bool same_neuron(const Snapshot& a, const Snapshot& b) noexcept { return same_groups(a, b, neuron_groups); }

/// Whether they have the same PitchReference: the same neuron at the same current. RT.
inline bool same_pitch(const Snapshot& a, const Snapshot& b) noexcept {
    return same_neuron(a, b) && a[Id::midi_current_pa] == b[Id::midi_current_pa] &&
           a[Id::holding_current_pa] == b[Id::holding_current_pa];
}

} // namespace soma
