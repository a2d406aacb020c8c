#pragma once

#include "Core/SpikeEvent.h"
#include "Parameters/Snapshot.h"
#include "State/Cell.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Text files of a run: the tables spikes.csv and trace.csv, and the run's settings. Any thread but the audio thread.
namespace soma {

/// Origin of a table's numbers.
struct Provenance {
    std::string version;             ///< of the program
    std::string command;             ///< what made it, for example "render"
    std::string preset;              ///< name; empty: none
    std::string cell;                ///< id; empty: none
    std::string source;              ///< of the cell
    std::string input;               ///< file; empty: none
    double sample_rate_hz = 48000.0; ///< 0: exact in time, without samples
    Snapshot values;
    InitialValues initial;
};

/// Lines that start with '#': program and version, cell, sample rate, seed, time scale and every parameter that is not
/// at its default.
std::string provenance_lines(const Provenance& provenance);

/// Model time in s of an instant counted in samples.
class ModelClock {
  public:
    ModelClock(double sample_rate_hz, double time_scale)
        : sample_rate_hz_(sample_rate_hz)
        , time_scale_(time_scale) {}

    double seconds(double samples) const { return samples / sample_rate_hz_ * time_scale_; }

  private:
    double sample_rate_hz_, time_scale_;
};

std::string spikes_header();
/// Rows for a block's spikes; `block_start` counts samples from the start of the run.
void append_spikes(std::string& csv, const ModelClock& clock, std::int64_t block_start,
                   std::span<const SpikeEvent> spikes);

/// `variables` are the columns that the model adds.
std::string trace_header(std::span<const std::string_view> variables);
/// One row for each value of current_pa; voltage_mv holds at least as many, variables as many rows of `columns` each.
void append_trace(std::string& csv, const ModelClock& clock, std::int64_t block_start,
                  std::span<const double> current_pa, std::span<const double> voltage_mv,
                  std::span<const double> variables, std::size_t columns);

} // namespace soma
