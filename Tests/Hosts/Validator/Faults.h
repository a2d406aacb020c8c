#pragma once

#include <span>
#include <string_view>

namespace soma::validator {

/// Faults of a bad plugin.
enum class Fault {
    none,
    is_two_plugins,
    opens_sometimes,
    gives_no_midi,
    takes_any_layout,
    breaks_at_high_rates,
    passes_nan_on,
    counts_blocks,
    remembers_its_phase,
    invents_latency,
    renames_a_parameter,
    shows_other_texts,
    ignores_automation,
    screams_at_nan,
    drops_the_session,
    forgets_when_prepared,
    drops_the_cell,
    takes_half_of_a_state,
    has_nameless_programs,
    sends_wrong_times,
    lets_notes_hang,
    is_silent_in_bypass,
    shares_its_phase,
    glitches_when_loaded,
    opens_a_tiny_editor,
    allocates,
    locks,
    leaks,
};

/// A fault and the check that has to see it. Every check is there.
struct SeenFault {
    Fault fault;
    std::string_view check;
};
std::span<const SeenFault> seen_faults();

} // namespace soma::validator
