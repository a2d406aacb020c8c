#pragma once

#include "Parameters/Snapshot.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace soma::lesson {

/// Where a neuron starts, by name: "voltage_mV" and names of the model's internal variables. Empty: at its rest.
using InitialByName = std::map<std::string, double, std::less<>>;

/// Settings of the instrument for one cell.
struct CellPreset {
    Snapshot values;
    InitialByName initial;
};

/// A cell or a sound with every variable filled in: what the instrument is set to before it plays.
struct Setup {
    Snapshot values;
    InitialByName initial;
    std::string cell;        ///< id of the cell; empty: a model alone
    std::string stimulus;    ///< kind, as the lesson says; empty: a cell alone
    double total_ms = 0.0;   ///< how long the sound lasts, in model time; 0: until it is stopped
    std::string audio_file;  ///< played into the input, relative to the lesson's folder
    bool live_input = false; ///< microphone or track into the input
    bool loop = false;
    std::optional<double> stimulus_peak_db; ///< how loud the stimulus's largest current is, whatever the current
};

/// Response of the neurons, in ms of model time from the beginning of the sound.
struct Response {
    std::vector<std::vector<double>> spikes_ms; ///< a list for each neuron
    double late_low_mv = 0.0;                   ///< extremes of V of neuron 0 in the second half of the stimulus
    double late_high_mv = 0.0;
};

/// Cells and a run of the instrument: all that lessons need besides the parameter table. Any thread that may allocate.
class LessonContext {
  public:
    virtual ~LessonContext() = default;

    /// Nothing when there is no such cell.
    virtual std::optional<CellPreset> cell(std::string_view id) const = 0;

    /// Plays the setup for duration_ms from its beginning, without sound.
    virtual Response run(const Setup& setup, double duration_ms) const = 0;
};

} // namespace soma::lesson
