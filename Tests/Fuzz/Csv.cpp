#include "Fuzz/Case.h"

#include "State/RecordingCsv.h"
#include "State/StimulusCsv.h"

#include <cmath>

namespace soma::fuzz {

/// Tables of currents: refused, or finite numbers that are written as a recording and read from it as the same,
/// whatever the recording's heading says.
void run_case(std::string_view bytes) {
    RecordedStimulus stimulus;
    try {
        stimulus = read_stimulus_csv("fuzzed", bytes);
    } catch (const FormatError& error) {
        return require_complaint(error.what(), "fuzzed");
    }
    const auto rows = stimulus.current_pa.size();
    const bool clamped = !stimulus.conductance_ns.empty();
    require(rows > 0, "an accepted table has rows");
    require(!clamped || stimulus.conductance_ns.size() == rows, "every row has both columns");
    for (const double pa : stimulus.current_pa) require(std::abs(pa) <= largest_current_pa, "currents are in range");
    for (const double ns : stimulus.conductance_ns)
        require(ns >= 0.0 && ns <= largest_conductance_ns, "conductances are in range");

    if (stimulus.sampling)
        require(stimulus.sampling->interval_s > 0.0 && stimulus.sampling->relative_uncertainty >= 0.0,
                "rows follow one another in time");

    Provenance run;
    run.cell = run.source = run.input = bytes.substr(0, 200);
    std::vector<std::string_view> names;
    if (clamped) names.push_back("conductance_nS");
    auto csv = provenance_lines(run) + trace_header(names);
    append_trace(csv, ModelClock(48000.0, 1.0), 0, stimulus.current_pa, stimulus.current_pa, stimulus.conductance_ns,
                 names.size());
    const auto again = read_stimulus_csv("recorded", csv);
    require(again.current_pa == stimulus.current_pa, "a recorded current reads back as the same");
    require(again.conductance_ns == stimulus.conductance_ns, "a recorded conductance reads back as the same");
}

} // namespace soma::fuzz
