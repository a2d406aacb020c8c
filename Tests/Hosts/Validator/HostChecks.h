#pragma once

#include "Report.h"
#include "Subject.h"

#include <span>
#include <string_view>

namespace soma::validator {

/// One thing that a strict validator looks at. `run` may throw: then the check has failed.
struct Check {
    std::string_view name;
    void (*run)(const Subject& subject, Report& report);
};

/// All checks in the order in which they run.
std::span<const Check> checks();

void check_scan(const Subject&, Report&);
void check_opening(const Subject&, Report&);
void check_description(const Subject&, Report&);
void check_layouts(const Subject&, Report&);
void check_rates_and_blocks(const Subject&, Report&);
void check_bad_input(const Subject&, Report&);
void check_cut_of_blocks(const Subject&, Report&);
void check_repeatability(const Subject&, Report&);
void check_latency(const Subject&, Report&);
void check_parameter_list(const Subject&, Report&);
void check_parameter_texts(const Subject&, Report&);
void check_automation(const Subject&, Report&);
void check_parameter_fuzz(const Subject&, Report&);
void check_state_round_trip(const Subject&, Report&);
void check_state_order(const Subject&, Report&);
void check_old_states(const Subject&, Report&);
void check_damaged_states(const Subject&, Report&);
void check_programs(const Subject&, Report&);
void check_midi_fuzz(const Subject&, Report&);
void check_notes_end(const Subject&, Report&);
void check_bypass(const Subject&, Report&);
void check_two_instances(const Subject&, Report&);
void check_threads(const Subject&, Report&);
void check_editor(const Subject&, Report&);
void check_real_time(const Subject&, Report&);
void check_memory(const Subject&, Report&);

} // namespace soma::validator
