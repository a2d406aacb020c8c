#pragma once

#include "Core/Simd.h"

#include <cstdint>
#include <string>

namespace soma::test {

/// Runs the test body once for each set of instructions that this machine can be forced to.
template <class Body>
void for_each_lane_target(Body body) {
    const auto force = [](std::int64_t targets) {
        hwy::SetSupportedTargetsForTest(targets);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    };
    for (const auto target : hwy::SupportedAndGeneratedTargets()) {
        force(target);
        body(std::string(hwy::TargetName(target)));
    }
    force(0);
}

} // namespace soma::test
