#include "Lesson/Answers/Experiment.h"

#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Problem.h"

#include <algorithm>
#include <array>

namespace soma::lesson {
namespace {

/// One column of an experiment: a quantity, and the argument list that it is repeated for ("" for one value).
struct Column {
    std::string_view experiment, field, quantity;
    Unit unit;
    std::string_view list;     ///< argument that lists durations or amplitudes
    std::string_view argument; ///< argument of the quantity that takes each entry; "" = the amplitude of the stimulus
};

constexpr std::array columns{
    Column{"charging", "tau_ms", "tau", Unit::ms, "", ""},
    Column{"charging", "v_mV", "v_at", Unit::mv, "times_ms", "t_ms"},
    Column{"charging", "r_in_MOhm", "r_in", Unit::mohm, "", ""},
    Column{"rheobase", "rheobase_pA", "rheobase_step", Unit::pa, "", ""},
    Column{"method-of-limits", "limits.mean_pA", "rheobase_step", Unit::pa, "", ""},
    Column{"fi-curve", "rate_per_s", "rate", Unit::spikes_per_s, "amplitudes_pA", ""},
    Column{"strength-duration", "threshold_nA", "threshold_current", Unit::na, "durations_ms", "duration_ms"},
    Column{"strength-duration", "weiss_r_nA", "weiss_r", Unit::na, "", ""},
    Column{"strength-duration", "weiss_c_ms", "weiss_c", Unit::ms, "", ""},
    Column{"strength-duration", "chronaxie_ms", "chronaxie", Unit::ms, "", ""},
    Column{"latency", "latency_ms", "latency", Unit::ms, "amplitudes_pA", ""},
    Column{"adaptation", "isi_first_ms", "isi_first", Unit::ms, "", ""},
    Column{"adaptation", "isi_last_ms", "isi_last", Unit::ms, "", ""},
    Column{"adaptation", "isi_ratio", "isi_ratio", Unit::one, "", ""},
    Column{"current-scan", "single_pA", "rheobase", Unit::pa, "", ""},
    Column{"current-scan", "onset_pA", "onset_current", Unit::pa, "", ""},
    Column{"current-scan", "block_pA", "block_current", Unit::pa, "", ""},
    Column{"rebound-scan", "rebound", "rebound_spikes", Unit::spikes, "", ""},
    Column{"irregularity", "rate_per_s", "rate", Unit::spikes_per_s, "", ""},
    Column{"irregularity", "cv", "cv_isi", Unit::one, "", ""},
    Column{"synchrony", "rho", "sync_rho", Unit::one, "", ""},
    Column{"synchrony", "fano", "sync_fano", Unit::one, "", ""},
    Column{"voltage-clamp", "early_nA", "clamp_early", Unit::na, "voltages_mV", "v_mv"},
    Column{"voltage-clamp", "late_nA", "clamp_late", Unit::na, "voltages_mV", "v_mv"},
    Column{"voltage-clamp", "leak_nA", "clamp_leak", Unit::na, "voltages_mV", "v_mv"},
    Column{"transfer", "cutoff_Hz", "cutoff", Unit::hz, "", ""},
    Column{"transfer", "gain_dB", "gain_db", Unit::db, "frequencies_Hz", "f_Hz"},
};

constexpr double default_step_ms = 1000.0;

const Argument* find(const Arguments& args, std::string_view name) {
    const auto found = args.find(name);
    return found == args.end() ? nullptr : &found->second;
}

double number_of(const Arguments& args, std::string_view name, double otherwise, Evaluator& evaluator) {
    const Argument* argument = find(args, name);
    return argument && argument->kind == Argument::Kind::value ? evaluator.value(argument->value.front()) : otherwise;
}

/// Quantities of a step without its own duration are taken for the stimulus's second.
Arguments base_arguments(const ExperimentStep& step) {
    Arguments args;
    Argument duration;
    duration.kind = Argument::Kind::value;
    duration.value.emplace_back().number = default_step_ms;
    args["duration_ms"] = duration;
    for (const char* name : {"duration_ms", "durations_ms", "bin_ms", "hold_mv", "step_ms"})
        if (const Argument* given = find(step.args, name)) args[name] = *given;
    return args;
}

struct Measurement {
    const Lesson& lesson;
    const ExperimentStep& step;
    Evaluator& evaluator;
    std::vector<Measured> out;
    std::size_t index = 0; ///< within the column, also over entries without a value

    void add(const Column& column, const std::string& sound, const Arguments& args, const std::string& what) {
        std::string field{column.field};
        if (many(column)) field += "[" + std::to_string(index) + "]";
        ++index;
        try {
            out.push_back({field, what, evaluator.quantity(column.quantity, sound, args), column.unit});
        } catch (const LessonError&) {
            // A column that this sound has no value for is not in its table.
        }
    }

    bool many(const Column& column) const {
        return step.of.size() > 1 || find(step.args, "vary") || (!column.list.empty() && find(step.args, column.list));
    }

    void add_all(const Column& column, const std::string& sound, const std::string& what) {
        Arguments args = base_arguments(step);
        const Argument* list = column.list.empty() ? nullptr : find(step.args, column.list);
        if (!list || list->kind != Argument::Kind::list) return add(column, sound, args, what);
        for (const double entry : list->list) {
            const std::string label = what + ", " + number_text(entry);
            if (column.argument.empty()) {
                evaluator.adjust(sound, "stim_amplitude_pa", entry);
                add(column, sound, args, label + " pA");
                evaluator.forget_adjustment();
            } else {
                Argument& argument = args[std::string{column.argument}];
                argument.kind = Argument::Kind::value;
                argument.value.assign(1, Value{});
                argument.value.front().number = entry;
                add(column, sound, args, label);
            }
        }
    }

    void add_varied(const Column& column, const std::string& sound, const std::string& what) {
        const Argument* vary = find(step.args, "vary");
        if (!vary) return;
        const double by = number_of(step.args, "by", 1.0, evaluator);
        evaluator.adjust(sound, vary->word, by * parameter_value(evaluator.setup(sound), vary->word));
        add_all(column, sound, what + ", " + vary->word + " x " + number_text(by));
        evaluator.forget_adjustment();
    }
};

} // namespace

std::vector<Measured> measure(const Lesson& lesson, const ExperimentStep& step, Evaluator& evaluator) {
    Measurement m{lesson, step, evaluator, {}, 0};
    for (const Column& column : columns) {
        if (column.experiment != step.experiment) continue;
        m.index = 0;
        for (const std::string& sound : step.of) {
            const std::string label = evaluator.filled(lesson.sounds.find(sound)->second.label);
            m.add_all(column, sound, label);
            m.add_varied(column, sound, label);
        }
    }
    return std::move(m.out);
}

MethodOfLimits::Plan limits_plan(const ExperimentStep& step, Evaluator& evaluator) {
    MethodOfLimits::Plan plan;
    plan.about = evaluator.value(step.checks.front().answer);
    plan.increment = std::max(1e-6, number_of(step.args, "increment", plan.increment, evaluator));
    const auto whole = [&](const char* name, int otherwise) {
        return static_cast<int>(std::clamp(number_of(step.args, name, otherwise, evaluator), 1.0, 100.0));
    };
    plan.series = whole("series", plan.series);
    plan.start_spread = whole("startSpread", plan.start_spread);
    if (const Argument* alternate = find(step.args, "alternate")) plan.alternate = alternate->flag;
    return plan;
}

std::vector<std::string> fields_of(std::string_view experiment) {
    std::vector<std::string> fields;
    for (const Column& column : columns)
        if (column.experiment == experiment) fields.emplace_back(column.field);
    return fields;
}

} // namespace soma::lesson
