#pragma once

#include "Membrane/Model.h"

namespace soma::membrane {

/// What is left of an absolute refractory period: V is held, the input ignored, until an exact instant.
struct Refractory {
    double left_ms = 0.0;

    bool active() const noexcept { return left_ms > 0.0; }

    Arc hold(double voltage_mv, double duration_ms) noexcept {
        if (left_ms > duration_ms) {
            left_ms -= duration_ms;
            return {duration_ms, Event::none, voltage_mv, 0.0, voltage_mv, 0.0};
        }
        const double elapsed_ms = left_ms;
        left_ms = 0.0;
        return {elapsed_ms, Event::release, voltage_mv, 0.0, voltage_mv, 0.0};
    }
};

} // namespace soma::membrane
