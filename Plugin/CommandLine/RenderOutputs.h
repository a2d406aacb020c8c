#pragma once

#include "CommandLine/Sink.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace soma::command {

/// The outputs of `render`: where they are asked for and what makes them.
class RenderOutputs {
  public:
    void add_options(CLI::App& command);

    /// Throws UsageError when nothing is asked for, and for a name that promises something else than what is written.
    void check() const;
    /// Opens the files, before long work. Throws as Outputs::add.
    void open(Outputs& outputs);
    /// Writers of the outputs, in the run that `info` describes; it lives longer. Throws UsageError where a sound file
    /// cannot have the run's sample rate.
    std::vector<std::unique_ptr<Sink>> sinks(const RunInfo& info) const;

    bool wants_trace() const { return !trace_.empty(); }
    bool wants_notes() const { return !midi_.empty(); }
    bool wants_stems() const { return !stems_.empty(); }

  private:
    struct Kind;
    static const std::array<Kind, 6> kinds;

    std::string mix_, spikes_, trace_, plot_, spectrogram_, midi_, stems_;
    std::vector<std::pair<const Kind*, Output*>> opened_;
    std::vector<Output*> opened_stems_;
};

} // namespace soma::command
