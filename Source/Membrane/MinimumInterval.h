#pragma once

#include "Membrane/Refractory.h"

#include <algorithm>

namespace soma::membrane {

/// Keeps models whose reset needs no refractory period from firing without end within one instant (a reset next to the
/// peak, a runaway recovery variable): two spikes are never closer than this. Far below anything the published cells
/// do.
struct MinimumInterval {
    static constexpr double shortest_interval_ms = 0.01;

    double since_spike_ms = shortest_interval_ms;

    /// Call after each piece of time, held or not.
    void pass(double ms) noexcept { since_spike_ms += ms; }

    /// Call at a spike: the hold that follows it.
    Refractory spike(double refractory_ms) noexcept {
        const double hold_ms = std::max(refractory_ms, shortest_interval_ms - since_spike_ms);
        since_spike_ms = 0.0;
        return {hold_ms};
    }
};

} // namespace soma::membrane
