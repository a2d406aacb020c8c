#include "Faults.h"

namespace soma::validator {

std::span<const SeenFault> seen_faults() {
    static constexpr SeenFault all[] = {
        {Fault::is_two_plugins, "scan"},
        {Fault::opens_sometimes, "open and close, cold and warm"},
        {Fault::gives_no_midi, "description"},
        {Fault::takes_any_layout, "bus layouts"},
        {Fault::breaks_at_high_rates, "sample rates and block sizes"},
        {Fault::passes_nan_on, "silence, NaN, infinity, denormals, full scale"},
        {Fault::counts_blocks, "the cut of blocks changes no bit"},
        {Fault::remembers_its_phase, "same state, same input, same bits"},
        {Fault::invents_latency, "latency"},
        {Fault::renames_a_parameter, "parameter list"},
        {Fault::shows_other_texts, "parameter texts"},
        {Fault::ignores_automation, "automation of every parameter"},
        {Fault::screams_at_nan, "parameter fuzz"},
        {Fault::drops_the_session, "state round trip"},
        {Fault::forgets_when_prepared, "states in every order"},
        {Fault::drops_the_cell, "old states"},
        {Fault::takes_half_of_a_state, "damaged states change all or nothing"},
        {Fault::has_nameless_programs, "programs"},
        {Fault::sends_wrong_times, "MIDI fuzz"},
        {Fault::lets_notes_hang, "notes end"},
        {Fault::is_silent_in_bypass, "bypass"},
        {Fault::shares_its_phase, "two instances at once"},
        {Fault::glitches_when_loaded, "threads"},
        {Fault::opens_a_tiny_editor, "editor while processing"},
        {Fault::allocates, "real-time safety"},
        {Fault::locks, "real-time safety"},
        {Fault::leaks, "memory"},
    };
    return all;
}

} // namespace soma::validator
