#pragma once

#include "State/JsonText.h"

#include <span>

namespace soma {

/// Turns a state of version `from` into one of version from + 1. The state is an object and may be damaged: a step
/// changes what it finds and throws FormatError, or nothing.
struct MigrationStep {
    int from;
    void (*apply)(Json& state);
};

/// All steps since version 1, in order; the last one leads to the current version.
std::span<const MigrationStep> migration_steps();

/// The version that this program writes.
inline int current_preset_version() { return 1 + static_cast<int>(migration_steps().size()); }

/// Takes a state of `version` through all later steps.
void migrate(Json& state, int version, std::span<const MigrationStep> steps);

} // namespace soma
