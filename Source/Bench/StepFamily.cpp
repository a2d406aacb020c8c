#include "Bench/Experiments.h"
#include "Bench/Fits.h"
#include "Bench/ProtocolChecks.h"
#include "Bench/Threshold.h"

#include "Core/Units.h"
#include "Parameters/ParameterText.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::bench {
namespace {

std::vector<double> usual_currents_pa(const Subject& subject, const ExperimentProgress& watch) {
    std::vector<double> list{-1.0, -0.5, 0.0, 0.5, 0.9, 1.2, 2.0};
    double unit_pa = 50.0;
    if (model_fires(subject.values.choice<ModelId>(Id::model)))
        unit_pa = threshold_current(subject, {lasting_ms(subject), 0.0, 1e-3}, watch).above_pa;
    else
        list = {-1.0, -0.5, 0.0, 0.5, 1.0};
    for (auto& value : list) value = round_off(value * unit_pa);
    return list;
}

/// Steps that left the cell silent.
struct Quiet {
    double current_pa;
    std::vector<double> step_mv; ///< from onset to end
    double settled_mv() const { return step_mv.back(); }
};

void add_resistance(Outcome& outcome, const std::vector<Quiet>& quiet) {
    std::vector<double> pa, mv;
    for (const auto& step : quiet) {
        pa.push_back(step.current_pa);
        mv.push_back(step.settled_mv());
    }
    if (pa.size() < 2 || std::ranges::max(pa) == std::ranges::min(pa)) return;
    const auto line = fit_line(pa, mv);
    outcome.figures.push_back({"Input resistance", line.slope / units::mv_per_mohm_pa, "MΩ",
                               "slope of V at the steps' end, residual " + rounded(line.rms) + " mV rms"});
}

/// From the most hyperpolarising step, where no channel of a spike takes part.
void add_time_constant_and_sag(Outcome& outcome, const std::vector<Quiet>& quiet, double interval_ms) {
    const auto deepest = std::ranges::min_element(quiet, {}, &Quiet::current_pa);
    if (deepest == quiet.end() || deepest->current_pa >= 0.0) return;
    const auto& step = deepest->step_mv;
    const auto lowest = std::ranges::min_element(step);
    const double depth = step.front() - *lowest;
    if (!(depth > 0.0)) return;
    const std::string which = "step to " + rounded(deepest->current_pa) + " pA";
    // The way down, before a sag turns it round.
    const std::span fall(step.begin(), lowest + 1);
    if (fall.size() >= 4) {
        const auto fit = fit_exponential(fall, interval_ms);
        outcome.figures.push_back({"Time constant", fit.tau, "ms",
                                   "exponential fit of the " + which + ", residual " + rounded(fit.rms) + " mV rms"});
    }
    outcome.figures.push_back({"Sag", 100.0 * (deepest->settled_mv() - *lowest) / depth, "%",
                               "of the peak deflection is lost by the end of the " + which});
}

} // namespace

Outcome step_family(const Subject& subject, const StepFamily& asked, const Progress& progress) {
    auto protocol = asked;
    check_time("delay", protocol.delay_ms, true);
    check_time("duration", protocol.duration_ms, false);
    check_time("tail", protocol.tail_ms, true);
    check_time("sample-every", protocol.sample_every_ms, false);
    ExperimentProgress watch(progress, 1);
    if (protocol.currents_pa.empty()) protocol.currents_pa = usual_currents_pa(subject, watch);
    check_currents(protocol.currents_pa);
    watch.expect(protocol.currents_pa.size());
    const double total_ms = protocol.delay_ms + protocol.duration_ms + protocol.tail_ms;
    check_samples(total_ms / protocol.sample_every_ms * static_cast<double>(protocol.currents_pa.size()));

    Outcome outcome{
        "Step family", {}, {{{"time_ms", "time", "ms"}}, {}}, {"time", "ms"}, {"membrane voltage", "mV"}, {}, {}};
    auto& rows = outcome.table.rows;
    for (std::size_t i = 0; static_cast<double>(i) * protocol.sample_every_ms <= total_ms; ++i)
        rows.push_back({static_cast<double>(i) * protocol.sample_every_ms});
    const auto sample = [&](double ms) {
        return static_cast<std::size_t>(std::llround(ms / protocol.sample_every_ms));
    };
    const std::size_t onset = sample(protocol.delay_ms), end = sample(protocol.delay_ms + protocol.duration_ms);
    std::vector<Quiet> quiet;
    for (const double pa : protocol.currents_pa) {
        watch.trying({protocol.duration_ms, pa});
        const std::array steps{CurrentStep{protocol.delay_ms, 0.0}, CurrentStep{protocol.duration_ms, pa},
                               CurrentStep{protocol.tail_ms, 0.0}};
        const auto trial = run_trial(subject, steps, protocol.sample_every_ms, &watch);
        const auto& v = trial.trace.voltage_mv;
        Series series{rounded(pa) + " pA", Mark::line, Role::trace, {}, {}};
        outcome.table.columns.push_back({"voltage_at_" + shortest(pa) + "_pA_mV", rounded(pa) + " pA", "mV"});
        // Rounding may leave the last sample out of a trace.
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].push_back(i < v.size() ? v[i] : unknown);
            series.x.push_back(rows[i][0]);
            series.y.push_back(rows[i].back());
        }
        outcome.series.push_back(std::move(series));
        if (trial.spikes_ms.empty() && end <= v.size() && onset < end)
            quiet.push_back(
                {pa, {v.begin() + static_cast<std::ptrdiff_t>(onset), v.begin() + static_cast<std::ptrdiff_t>(end)}});
        watch.done(outcome);
    }
    add_resistance(outcome, quiet);
    add_time_constant_and_sag(outcome, quiet, protocol.sample_every_ms);
    return outcome;
}

} // namespace soma::bench
