#include "State/Migration.h"

namespace soma {

// A step is added here when an id, a choice or the meaning of a value changes. Steps are never edited afterwards;
// Tests/State/Old holds a state of every version.
std::span<const MigrationStep> migration_steps() { return {}; }

void migrate(Json& state, int version, std::span<const MigrationStep> steps) {
    for (const auto& step : steps)
        if (step.from >= version) step.apply(state);
}

} // namespace soma
