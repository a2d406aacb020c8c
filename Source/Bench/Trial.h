#pragma once

#include "Engine/Models.h"

#include <functional>
#include <optional>
#include <span>
#include <vector>

/// The lab's experiments: pure functions of a cell and a protocol. Not for the audio thread; each may run on a thread
/// of its own.
namespace soma::bench {

/// The neuron an experiment is done on, a copy.
struct Subject {
    Snapshot values;
    membrane::Initial initial;
};

/// A constant current for a while; the time is exact, not rounded to samples.
struct Piece {
    double duration_ms;
    double current_pa;
};

/// V every so often.
struct Sampled {
    double interval_ms = 0.0;
    std::vector<double> voltage_mv; ///< at 0, interval, 2·interval …
};

struct TrialResult {
    std::vector<double> spikes_ms; ///< from the start of the trial
    Sampled trace;                 ///< empty unless asked for
};

/// Runs the neuron from rest. `sample_every_ms` > 0 keeps V.
TrialResult run_trial(const Subject&, std::span<const Piece>, double sample_every_ms = 0.0);

/// Instant of the first spike, in ms; stops there.
std::optional<double> first_spike_ms(const Subject&, std::span<const Piece>);

/// Called now and then with the share that is done, 0 … 1; false cancels.
using Progress = std::function<bool(double)>;

/// Thrown through an experiment when its progress function says so.
struct Cancelled {};

/// Calls progress for work of known size.
class Steps {
  public:
    Steps(const Progress& progress, std::size_t total)
        : progress_(progress)
        , total_(total) {}
    void next() {
        ++done_;
        if (progress_ && !progress_(static_cast<double>(done_) / static_cast<double>(total_))) throw Cancelled{};
    }
    /// Lets a cancel through without a step being done.
    void look() const {
        if (progress_ && !progress_(static_cast<double>(done_) / static_cast<double>(total_))) throw Cancelled{};
    }

  private:
    const Progress& progress_;
    std::size_t total_, done_ = 0;
};

} // namespace soma::bench
