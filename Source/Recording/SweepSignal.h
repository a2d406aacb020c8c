#pragma once

#include "Recording/Sweep.h"

#include <vector>

namespace soma::recording {

/// A sweep at any instant of its time, for playing it at any rate. Made once on any thread but the audio thread; then
/// it does not change, and its functions may be called on the audio thread: they take a constant time and allocate
/// nothing.
class SweepSignal {
  public:
    /// Finds the spikes as well (SpikeDetection.h). The sweep has at least one sample.
    explicit SweepSignal(Sweep sweep);

    const Sweep& sweep() const noexcept { return sweep_; }
    double duration_ms() const noexcept { return sweep_.duration_ms(); }

    /// Mean of the current over [at, at + span), so that its charge is exact at any rate; 0 outside the sweep.
    double current_pa(double at_ms, double span_ms) const noexcept;
    /// V at an instant: a straight line between samples; where samples are closer than `span_ms`, the mean over so long
    /// around it. Before and after the sweep it is the first and the last sample.
    double voltage_mv(double at_ms, double span_ms) const noexcept;
    /// Instants of the thresholds, rising.
    const std::vector<double>& spikes_ms() const noexcept { return spikes_ms_; }
    double lowest_mv() const noexcept { return lowest_mv_; }
    double highest_mv() const noexcept { return highest_mv_; }

  private:
    Sweep sweep_;
    std::vector<double> charge_; ///< before each sample, in pA times samples
    std::vector<double> area_;   ///< of V's straight lines before each sample, in mV times samples
    std::vector<double> spikes_ms_;
    double lowest_mv_ = 0.0, highest_mv_ = 0.0;
};

} // namespace soma::recording
