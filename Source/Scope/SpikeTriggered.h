#pragma once

#include "Scope/Columns.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace soma::scope {

/// The interval of V around a spike: it begins before_s before the spike and ends after_s after it.
struct SpikeFrame {
    double before_s = 0.005;
    double after_s = 0.015;
    double span_s() const { return before_s + after_s; }
};

/// The last `sweeps` spikes whose whole interval is known, oldest first, each drawn over width_px columns with its
/// spike at the same place. Memory of `overlay` is reused; it gets one trace a sweep.
void draw_spike_overlay(const TraceHistory& history, const SpikeFrame& frame, int sweeps, int width_px,
                        std::optional<float> drawn_peak_mv, std::vector<Trace>& overlay);

/// Mean of V over those same stretches.
struct SpikeAverage {
    std::vector<double> offset_ms; ///< from the spike
    std::vector<double> mean_mv;
    std::vector<double> deviation_mv; ///< standard deviation (n)
    int sweeps = 0;                   ///< averaged; with 0 the lists are empty
};

SpikeAverage average_spikes(const TraceHistory& history, const SpikeFrame& frame, int sweeps, int points);

} // namespace soma::scope
