#include "Bench/Experiments.h"
#include "Bench/LifTheory.h"
#include "Bench/ProtocolChecks.h"
#include "Bench/Threshold.h"

#include "Core/Units.h"
#include "Parameters/ParameterText.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::bench {
namespace {

constexpr double shown_ms = 1000.0;

} // namespace

Outcome rheobase(const Subject& subject, const Rheobase& protocol, const Progress& progress) {
    check_time("duration", protocol.duration_ms, true);
    const bool lasting = protocol.duration_ms == 0.0;
    const double duration_ms = lasting ? lasting_ms(subject) : protocol.duration_ms;
    ExperimentProgress watch(progress, 1);
    const auto bracket = threshold_current(subject, {duration_ms, 0.0, protocol.resolution, protocol.limit_pa}, watch);
    Outcome outcome{"Rheobase",
                    {{"Rheobase", bracket.middle_pa(), "pA",
                      "between " + shortest(bracket.below_pa) + " and " + shortest(bracket.above_pa) +
                          " pA, steps of " + shortest(duration_ms) + " ms"}},
                    {{{"duration_ms", "step", "ms"},
                      {"rheobase_pA", "rheobase", "pA"},
                      {"below_pA", "silent", "pA"},
                      {"above_pA", "fires", "pA"}},
                     {{duration_ms, bracket.middle_pa(), bracket.below_pa, bracket.above_pa}}},
                    {"time", "ms"},
                    {"membrane voltage", "mV"},
                    {},
                    {}};
    if (const auto theory = lif_theory(subject)) {
        const double exact_pa = lasting ? theory->rheobase_pa() : theory->threshold_pa(duration_ms);
        outcome.figures.push_back(
            {"Rheobase, exact", exact_pa, "pA", lasting ? "ΔV/R" : "ΔV/R / (1 − e^(−d/τ)) for this duration"});
        outcome.table.columns.push_back({"closed_form_pA", "exact", "pA"});
        outcome.table.rows[0].push_back(exact_pa);
        const double reached = -std::expm1(-duration_ms / theory->tau_ms);
        outcome.figures.push_back({"Threshold estimate",
                                   reached * units::mv_per_mohm_pa * theory->resistance_mohm * bracket.middle_pa(),
                                   "mV", "above rest: I·R·(1 − e^(−d/τ)) at the measured rheobase"});
    }
    const double trace_ms = std::fmin(duration_ms, shown_ms);
    const auto trace = [&](const char* name, Mark mark, double pa) {
        const std::array steps{CurrentStep{trace_ms, pa}};
        const auto trial = run_trial(subject, steps, trace_ms / 1000.0, &watch);
        Series series{name, mark, Role::trace, {}, trial.trace.voltage_mv};
        for (std::size_t i = 0; i < series.y.size(); ++i)
            series.x.push_back(static_cast<double>(i) * trial.trace.interval_ms);
        outcome.series.push_back(std::move(series));
    };
    // A step at the bracket's own ends would fire, if at all, after the time shown.
    trace("1 % below", Mark::dashed, 0.99 * bracket.below_pa);
    trace("1 % above", Mark::line, 1.01 * bracket.above_pa);
    watch.done(outcome);
    return outcome;
}

} // namespace soma::bench
