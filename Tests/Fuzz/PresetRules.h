#pragma once

#include "Fuzz/Case.h"

#include "State/Preset.h"

namespace soma::fuzz {

inline void require_in_range(const Snapshot& values) {
    for (const auto& row : parameters()) {
        const double value = values[*find_parameter(row.id)];
        require(value == accept(row, value), "an accepted value is one the parameter can have: " + std::string(row.id));
    }
}

inline bool same(const Preset& a, const Preset& b) {
    return a.name == b.name && a.cell == b.cell && a.values == b.values && a.initial == b.initial &&
           a.units == b.units && a.session == b.session && a.unknown == b.unknown &&
           a.unknown_parameters == b.unknown_parameters;
}

} // namespace soma::fuzz
