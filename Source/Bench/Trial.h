#pragma once

#include "Bench/ExperimentProgress.h"
#include "Engine/Models.h"

#include <optional>
#include <span>
#include <vector>

/// The lab's experiments: pure functions of a cell and a protocol. Not for the audio thread; several may run at once,
/// on one thread each.
namespace soma::bench {

/// The neuron an experiment is done on, a copy. It starts at its model's own rest unless `initial` says otherwise.
struct Subject {
    Snapshot values = {};
    membrane::Initial initial = {};
};

/// A constant current for a while; the time is exact, not rounded to samples.
struct CurrentStep {
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

/// Runs the neuron from rest. `sample_every_ms` > 0 keeps V. Looks at the watch every few milliseconds. Throws
/// ProtocolError when the neuron leaves its numeric range or fires without end.
TrialResult run_trial(const Subject&, std::span<const CurrentStep>, double sample_every_ms = 0.0,
                      const ExperimentProgress* watch = nullptr);

/// Instant of the first spike, in ms; stops there.
std::optional<double> first_spike_ms(const Subject&, std::span<const CurrentStep>,
                                     const ExperimentProgress* watch = nullptr);

} // namespace soma::bench
