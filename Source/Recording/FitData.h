#pragma once

#include "Recording/SpikeDetection.h"
#include "Recording/Sweep.h"

#include <cstdint>
#include <span>
#include <vector>

namespace soma::recording {

/// A sweep as a fit sees it: means of voltage and current over short bins, and when the cell fired.
struct FitSweep {
    int number = 0;
    double bin_ms = 0.0;
    std::vector<double> voltage_mv, current_pa;
    /// The change of the bin's mean charge by the current within it, less its mean, in pA·ms: V is higher by this over
    /// the capacitance in pF.
    std::vector<double> charge_pa_ms;
    std::vector<std::uint8_t> below_threshold; ///< of a bin: 1 where it touches no spike, from its foot to its end
    std::vector<double> spikes_ms;             ///< thresholds
    double resolution_ms = 0.0;                ///< of the spikes' instants, for all of them alike
    double begin_mv = 0.0;                     ///< V at the sweep's start, over 5 ms

    double duration_ms() const { return static_cast<double>(voltage_mv.size()) * bin_ms; }
};

/// The cell's spikes in all sweeps.
struct SpikeShape {
    int count = 0;
    double refractory_ms = 0.0;   ///< median time from threshold to the end of the fast repolarisation
    double cut_ms = 0.0;          ///< after it V belongs to the membrane again, in 9 of 10 spikes
    double threshold_mv = 0.0;    ///< mean V at the threshold
    double after_mv = 0.0;        ///< mean V when the cut ends
    double peak_mv = 0.0;         ///< mean
    double after_slope = 0.0;     ///< V at the cut's end as a line of V at the threshold: slope …
    double after_offset_mv = 0.0; ///< … and where it passes 0 mV
};

struct FitData {
    std::vector<FitSweep> sweeps;
    SpikeShape spikes;
};

/// Bins are this long, or one sample where samples are further apart.
constexpr double usual_bin_ms = 0.2;

/// The last millisecond before a spike's threshold is not subthreshold voltage.
constexpr double foot_ms = 1.0;

/// Every sweep must have a current.
FitData make_fit_data(std::span<const Sweep> sweeps, const SpikeCriteria& criteria = {});

} // namespace soma::recording
