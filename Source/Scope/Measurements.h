#pragma once

#include "Scope/TraceHistory.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace soma::scope {

/// Numbers of one neuron's recent spikes. A value that cannot be known is none, never 0. Times are model
/// times. Spikes before samples were lost are not mixed with those after.
///
/// Pauses between stimuli are left out: once a neuron fires twice or more within one stimulus of the window, an
/// interval that reaches from one stimulus into the next is not counted, and the rate is that of the counted intervals.
/// A neuron that fires at most once per stimulus (a train of pulses), or without a stimulator, is measured over all the
/// window.
struct SpikeStatistics {
    double window_s = 0.0;            ///< over which rate, count and CV are taken: what was asked, or what is known
    std::int64_t count = 0;           ///< spikes within the window
    std::optional<double> rate_per_s; ///< count / window, or intervals / their sum; none when nothing is known yet
    std::optional<double> isi_cv;     ///< standard deviation (n) over mean of the intervals; at least two intervals
    std::optional<double> last_isi_ms;
};

/// Over the last `window_s` > 0 of the history.
SpikeStatistics measure_spikes(const TraceHistory& history, double window_s, int row = 0);

/// Intervals between spikes, counted in bins.
struct IsiHistogram {
    std::vector<double> edges_ms; ///< one more than counts; bin i holds edges[i] ≤ interval < edges[i + 1]
    std::vector<std::int64_t> counts;
    std::int64_t below = 0, above = 0; ///< intervals outside the edges
    std::int64_t total() const;
};

enum class BinScale : std::uint8_t { linear, logarithmic };

struct IsiBins {
    double low_ms = 1.0; ///< > 0 if logarithmic
    double high_ms = 1000.0;
    int bins = 30;
    BinScale scale = BinScale::logarithmic;
};

/// Over all spikes the history keeps since `since_s`, without the pauses between stimuli.
IsiHistogram isi_histogram(const TraceHistory& history, const IsiBins& bins, double since_s, int row = 0);

/// The largest V of the last `real_s` seconds and breakpoints; none if nothing is known.
std::optional<double> recent_peak_mv(const TraceHistory& history, double real_s);

} // namespace soma::scope
