#include "HostChecks.h"

namespace soma::validator {

std::span<const Check> checks() {
    static constexpr Check all[] = {
        {"scan", check_scan},
        {"open and close, cold and warm", check_opening},
        {"description", check_description},
        {"bus layouts", check_layouts},
        {"sample rates and block sizes", check_rates_and_blocks},
        {"silence, NaN, infinity, denormals, full scale", check_bad_input},
        {"the cut of blocks changes no bit", check_cut_of_blocks},
        {"same state, same input, same bits", check_repeatability},
        {"latency", check_latency},
        {"parameter list", check_parameter_list},
        {"parameter texts", check_parameter_texts},
        {"automation of every parameter", check_automation},
        {"parameter fuzz", check_parameter_fuzz},
        {"state round trip", check_state_round_trip},
        {"states in every order", check_state_order},
        {"old states", check_old_states},
        {"damaged states change all or nothing", check_damaged_states},
        {"programs", check_programs},
        {"MIDI fuzz", check_midi_fuzz},
        {"notes end", check_notes_end},
        {"bypass", check_bypass},
        {"two instances at once", check_two_instances},
        {"threads", check_threads},
        {"editor while processing", check_editor},
        {"real-time safety", check_real_time},
        {"memory", check_memory},
    };
    return all;
}

} // namespace soma::validator
