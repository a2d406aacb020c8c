#pragma once

#include "Parameters/Snapshot.h"

#include <cmath>

namespace soma::benchmarks {

/// The default cell (τ = 20.2 ms, R = 345 MΩ, threshold 10 mV above rest, 1 ms refractory) under the current that makes
/// it fire so many times a second, by its closed form.
inline Snapshot firing(double spikes_per_s, double neurons = 1.0) {
    constexpr double tau_ms = 20.2, resistance_gohm = 0.345, gap_mv = 10.0, refractory_ms = 1.0;
    Snapshot values;
    values.set(Id::neurons, neurons);
    values.set(Id::spread_percent, neurons > 1.0 ? 10.0 : 0.0);
    const double climb_ms = 1000.0 / spikes_per_s - refractory_ms;
    values.set(Id::holding_current_pa, gap_mv / (resistance_gohm * -std::expm1(-climb_ms / tau_ms)));
    return values;
}

} // namespace soma::benchmarks
