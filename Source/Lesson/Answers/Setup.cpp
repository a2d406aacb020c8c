#include "Lesson/Answers/Setup.h"

#include "Core/Units.h"
#include "Engine/InitialState.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Problem.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::lesson {
namespace {

constexpr double nf_per_um2 = 1e-5; ///< at 1 µF/cm²
constexpr double pa_per_ua_cm2_nf = 1e3;

void set_number(Snapshot& values, Id id, double value) {
    const Parameter& p = parameter(id);
    if (p.scale == Scale::choice) throw LessonError(std::string{p.id} + " takes a word: " + std::string{p.choices});
    if (!(value >= p.min && value <= p.max))
        throw LessonError(std::string{p.id} + " = " + number_text(value) + " is outside its range, " +
                          number_text(p.min) + " to " + number_text(p.max) + " " + std::string{p.unit});
    values.set(id, value);
}

void set_word(Snapshot& values, Id id, std::string_view word) {
    const Parameter& p = parameter(id);
    for (std::size_t i = 0; p.scale == Scale::choice && i < choice_count(p); ++i)
        if (choice_name(p, static_cast<double>(i)) == word) return values.set(id, static_cast<double>(i));
    throw LessonError("'" + shortened(word) + "' is not a value of " + std::string{p.id} +
                      (p.choices.empty() ? "" : ": " + std::string{p.choices}));
}

struct Derived {
    Parameter row;
    double (*get)(const Snapshot&);
    void (*set)(Snapshot&, double);
};

constexpr std::array derived{
    Derived{
        {"area_um2", "Membrane area", "Membrane", "µm²", 10, 1e7, 1e4, Scale::logarithmic, "", "0.1", "At 1 µF/cm²."},
        [](const Snapshot& s) { return s[Id::membrane_capacitance_nf] / nf_per_um2; },
        [](Snapshot& s, double x) { set_number(s, Id::membrane_capacitance_nf, x * nf_per_um2); }},
    Derived{{"threshold_above_rest_mv", "Threshold above rest", "Membrane", "mV", 0, 100, 10, Scale::linear, "", "0.1",
             "From rest up to the threshold."},
            [](const Snapshot& s) { return s[Id::threshold_mv] - s[Id::rest_mv]; },
            [](Snapshot& s, double x) {
                const double drop = s[Id::threshold_mv] - s[Id::reset_mv];
                set_number(s, Id::threshold_mv, s[Id::rest_mv] + x);
                set_number(s, Id::reset_mv, s[Id::threshold_mv] - drop);
            }},
    Derived{{"reset_below_threshold_mv", "Reset below threshold", "Membrane", "mV", 0, 100, 10, Scale::linear, "",
             "0.1", "From the threshold down to the reset."},
            [](const Snapshot& s) { return s[Id::threshold_mv] - s[Id::reset_mv]; },
            [](Snapshot& s, double x) { set_number(s, Id::reset_mv, s[Id::threshold_mv] - x); }},
};

const Derived* find_derived(std::string_view id) {
    const auto found = std::find_if(derived.begin(), derived.end(), [&](const Derived& d) { return d.row.id == id; });
    return found == derived.end() ? nullptr : &*found;
}

Id id_named(std::string_view id) {
    const auto found = find_parameter(id);
    if (!found) throw LessonError("there is no parameter '" + shortened(id) + "'");
    return *found;
}

#define SOMA_ION(name)                                                                                                 \
    IonIds {                                                                                                           \
#name, Id::name##_leak, Id::name##_resistance_mohm, Id::name##_reversal_mv, Id::name##_inside_mm,              \
            Id::name##_outside_mm                                                                                      \
    }
constexpr std::array ion_ids{SOMA_ION(sodium), SOMA_ION(potassium), SOMA_ION(chloride), SOMA_ION(extra)};
#undef SOMA_ION

/// Naming the resistance of a path opens it: the leak becomes ionic, and if it was not before, paths that nobody named
/// are closed.
void open_named_paths(Snapshot& values, const Settings& settings) {
    const auto named = [&](const IonIds& ion) { return settings.contains(parameter(ion.resistance).id); };
    if (std::none_of(ion_ids.begin(), ion_ids.end(), named)) return;
    const bool was_ionic = values.on(Id::leak);
    set_word(values, Id::leak, "ionic");
    for (const IonIds& ion : ion_ids)
        if (named(ion) || !was_ionic) set_word(values, ion.leak, named(ion) ? "on" : "off");
}

/// Table ids first: the derived ones build on them.
void apply(Snapshot& values, const Settings& settings, const Evaluate& evaluate) {
    open_named_paths(values, settings);
    for (const auto& [id, setting] : settings) {
        if (!setting.word.empty())
            set_word(values, id_named(id), setting.word);
        else if (!find_derived(id))
            set_number(values, id_named(id), evaluate(setting.value));
    }
    for (const Derived& d : derived)
        if (const auto found = settings.find(d.row.id); found != settings.end() && found->second.word.empty())
            d.set(values, evaluate(found->second.value));
}

struct CurrentUnit {
    Unit unit;
    double (*pa)(const Snapshot&);
};
/// How many pA one of the unit is. A density needs the area; Izhikevich's I is I/C in mV/ms.
constexpr std::array current_units{
    CurrentUnit{Unit::pa, [](const Snapshot&) { return 1.0; }},
    CurrentUnit{Unit::na, [](const Snapshot&) { return units::pa_per_na; }},
    CurrentUnit{Unit::ua_per_cm2, [](const Snapshot& s) { return s[Id::membrane_capacitance_nf] * pa_per_ua_cm2_nf; }},
    CurrentUnit{Unit::model, [](const Snapshot& s) { return s[Id::membrane_capacitance_nf] * units::pf_per_nf; }},
};

double current_pa(const Snapshot& values, const Dimensioned& current, const Evaluate& evaluate) {
    for (const CurrentUnit& row : current_units)
        if (row.unit == current.unit) return evaluate(current.value) * row.pa(values);
    throw LessonError("a current cannot be given in " + std::string{name_of(current.unit)});
}

/// The kinds of a stimulus whose word in the table is another.
std::string_view shape_of(std::string_view kind) { return kind == "none" || kind == "audio" ? "off" : kind; }

void apply_stimulus(Setup& setup, const Stimulus& stimulus, const Evaluate& evaluate) {
    Snapshot& s = setup.values;
    const bool noise = stimulus.kind == "noise";
    set_word(s, Id::stim_shape, shape_of(stimulus.kind));
    set_number(s, Id::stim_amplitude_pa, 0.0);
    set_number(s, Id::stim_delay_ms, stimulus.start_ms);
    set_number(s, Id::stim_count, stimulus.count);
    set_number(s, Id::stim_seed, static_cast<double>(stimulus.noise_seed));
    if (stimulus.amplitude) set_number(s, Id::stim_amplitude_pa, current_pa(s, *stimulus.amplitude, evaluate));
    if (stimulus.offset) set_number(s, Id::holding_current_pa, current_pa(s, *stimulus.offset, evaluate));
    if (stimulus.sigma) set_number(s, Id::noise_pa, current_pa(s, *stimulus.sigma, evaluate));
    // "noise" with a mean (amplitude) and a spread (sigma): a step of the mean and each neuron's own noise.
    if (noise && stimulus.sigma) set_word(s, Id::stim_shape, "step");
    if (stimulus.duration_ms) set_number(s, Id::stim_duration_ms, evaluate(*stimulus.duration_ms));
    if (stimulus.interval_ms) set_number(s, Id::stim_period_ms, *stimulus.interval_ms);
    if (stimulus.freq_hz) set_number(s, Id::stim_frequency_hz, evaluate(*stimulus.freq_hz));
    if (stimulus.to_freq_hz) set_number(s, Id::stim_end_frequency_hz, *stimulus.to_freq_hz);
    if (stimulus.tau_ms) set_number(s, noise && !stimulus.sigma ? Id::stim_tau_ms : Id::noise_tau_ms, *stimulus.tau_ms);
    if (stimulus.correlation) set_number(s, Id::noise_correlation, evaluate(*stimulus.correlation));
    if (stimulus.kind == "audio")
        set_number(s, Id::input_scale_pa,
                   stimulus.input_scale_pa.value_or(parameter(Id::input_scale_pa).default_value));
    setup.stimulus = stimulus.kind;
    setup.audio_file = stimulus.file;
    setup.live_input = stimulus.kind == "audio" && stimulus.file.empty();
    setup.total_ms = stimulus.total_ms.value_or(0.0);
}

/// The instrument fades in over 50 ms when it goes to rest. A stimulus must not begin within that time.
constexpr double rest_before_onset_ms = 60.0; ///< of real time

void leave_room_for_the_fade(Setup& setup) {
    const double least_ms = rest_before_onset_ms * setup.values[Id::time_scale];
    const double delay_ms = setup.values[Id::stim_delay_ms];
    if (delay_ms >= least_ms || choice_name(parameter(Id::stim_shape), setup.values[Id::stim_shape]) == "off") return;
    setup.values.set(Id::stim_delay_ms, least_ms);
    if (setup.total_ms > 0.0) setup.total_ms += least_ms - delay_ms;
}

/// The stimulus's own level is of 1 nA. A lesson says how loud the tick is, and means it at any current: a strong short
/// pulse would mask the spike that it makes.
void level_the_stimulus(Setup& setup) {
    if (!setup.stimulus_peak_db) return;
    const Parameter& level = parameter(Id::stimulus_level_db);
    constexpr double audible_db = 0.1; // the lowest value is off
    const double pa = std::max(1e-3, std::abs(setup.values[Id::stim_amplitude_pa]));
    const double wanted = *setup.stimulus_peak_db - 20.0 * std::log10(pa / units::pa_per_na);
    setup.values.set(Id::stimulus_level_db, std::clamp(wanted, level.min + audible_db, level.max));
}

constexpr std::array monitor_levels{Id::spike_level_db, Id::voltage_level_db, Id::pitch_level_db,
                                    Id::stimulus_level_db};

constexpr std::array<std::string_view, 13> lesson_groups{"Model",          "Membrane",   "Ions", "GLIF",  "Channel",
                                                         "Hodgkin–Huxley", "Izhikevich", "AdEx", "Input", "Stimulus",
                                                         "MIDI",           "Population", "Time"};

} // namespace

std::vector<std::string_view> derived_parameters() {
    std::vector<std::string_view> ids;
    for (const Derived& d : derived) ids.push_back(d.row.id);
    return ids;
}

bool parameter_exists(std::string_view id) { return find_derived(id) || find_parameter(id); }

const Parameter& control_parameter(std::string_view id) {
    const Derived* d = find_derived(id);
    return d != nullptr ? d->row : parameter(id_named(id));
}

double parameter_value(const Setup& setup, std::string_view id) {
    if (const Derived* d = find_derived(id)) return d->get(setup.values);
    return setup.values[id_named(id)];
}

void set_parameter(Setup& setup, std::string_view id, double value) {
    if (const Derived* d = find_derived(id)) return d->set(setup.values, value);
    set_number(setup.values, id_named(id), value);
    level_the_stimulus(setup);
}

Setup setup_of_cell(const LessonContext& lesson_context, const Cell& cell, const Evaluate& evaluate) {
    Setup setup;
    if (!cell.preset.empty()) {
        const auto preset = lesson_context.cell(cell.preset);
        if (!preset) throw LessonError("there is no cell '" + shortened(cell.preset) + "'");
        setup.values = preset->values;
        setup.initial = preset->initial;
        setup.cell = cell.preset;
    }
    if (!cell.model.empty()) set_word(setup.values, Id::model, cell.model);
    // Nothing but the lesson's own stimulus may move the membrane: not the room's microphone, not a note, not the noise
    // that the user had on.
    for (const Id id : {Id::input_scale_pa, Id::holding_current_pa, Id::noise_pa, Id::spread_percent})
        setup.values.set(id, 0.0);
    set_word(setup.values, Id::stim_shape, "off");
    apply(setup.values, cell.params, evaluate);
    set_number(setup.values, Id::neurons, cell.count);
    return setup;
}

Setup setup_of_sound(Setup setup, const Sound& sound, const Stimulus& stimulus, const Evaluate& evaluate) {
    apply_stimulus(setup, stimulus, evaluate);
    apply(setup.values, sound.set, evaluate);
    for (const Id level : monitor_levels) setup.values.set(level, parameter(level).min);
    for (const auto& [level, db] : sound.monitor_db) set_number(setup.values, id_named(level), db);
    if (const auto peak = sound.monitor_db.find("stimulus_level_db"); peak != sound.monitor_db.end())
        setup.stimulus_peak_db = peak->second;
    level_the_stimulus(setup);
    set_number(setup.values, Id::time_scale, sound.speed);
    setup.loop = sound.loop;
    leave_room_for_the_fade(setup);
    return setup;
}

membrane::Initial initial_of(const Setup& setup) {
    const auto initial = initial_state(setup.values.choice<ModelId>(Id::model), setup.initial);
    if (const auto* error = std::get_if<TextError>(&initial)) throw LessonError(error->message);
    return std::get<membrane::Initial>(initial);
}

bool set_by_lessons(Id id) {
    const std::string_view group = parameter(id).group;
    return std::find(lesson_groups.begin(), lesson_groups.end(), group) != lesson_groups.end() ||
           std::find(monitor_levels.begin(), monitor_levels.end(), id) != monitor_levels.end();
}

std::optional<Ion> ion_named(std::string_view name) {
    for (const Ion ion : all_ions)
        if (ids_of(ion).name == name) return ion;
    return {};
}

const IonIds& ids_of(Ion ion) { return ion_ids[static_cast<std::size_t>(ion)]; }

} // namespace soma::lesson
