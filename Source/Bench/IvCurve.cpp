#include "Bench/Experiments.h"
#include "Bench/Fits.h"
#include "Bench/ProtocolChecks.h"
#include "Bench/Threshold.h"

#include "Core/Units.h"

#include <algorithm>
#include <array>

namespace soma::bench {

Outcome iv_curve(const Subject& subject, const IvCurve& asked, const Progress& progress) {
    auto protocol = asked;
    check_time("duration", protocol.duration_ms, true);
    if (protocol.duration_ms == 0.0) protocol.duration_ms = lasting_ms(subject);
    ExperimentProgress watch(progress, 1);
    if (protocol.currents_pa.empty()) {
        double half_pa = 50.0;
        if (model_fires(subject.values.choice<ModelId>(Id::model)))
            half_pa = 0.5 * threshold_current(subject, {lasting_ms(subject), 0.0, 1e-3}, watch).below_pa;
        half_pa = round_off(half_pa);
        protocol.currents_pa = evenly(-half_pa, half_pa, 9);
    }
    check_currents(protocol.currents_pa);
    watch.expect(protocol.currents_pa.size());
    Outcome outcome{"I–V curve",
                    {},
                    {{{"current_pA", "current", "pA"}, {"voltage_mV", "voltage", "mV"}, {"line_mV", "line", "mV"}}, {}},
                    {"current", "pA"},
                    {"steady voltage", "mV"},
                    {{"measured", Mark::points, Role::measured, {}, {}}},
                    {}};
    auto& measured = outcome.series[0];
    for (const double pa : protocol.currents_pa) {
        watch.trying({protocol.duration_ms, pa});
        const std::array steps{CurrentStep{protocol.duration_ms, pa}};
        const auto trial = run_trial(subject, steps, protocol.duration_ms, &watch);
        const bool quiet = trial.spikes_ms.empty();
        outcome.table.rows.push_back({pa, quiet ? trial.trace.voltage_mv.back() : unknown, unknown});
        if (quiet) {
            measured.x.push_back(pa);
            measured.y.push_back(trial.trace.voltage_mv.back());
        }
        watch.done(outcome);
    }
    const auto [least_pa, most_pa] =
        measured.x.empty() ? std::ranges::minmax_result<double>{0.0, 0.0} : std::ranges::minmax(measured.x);
    if (least_pa == most_pa)
        throw ProtocolError("currents: fewer than two of them leave the cell silent; give smaller ones");
    const auto line = fit_line(measured.x, measured.y);
    const auto at = [&](double pa) { return line.intercept + line.slope * pa; };
    for (auto& row : outcome.table.rows) row[2] = at(row[0]);
    outcome.figures.push_back({"Input resistance", line.slope / units::mv_per_mohm_pa, "MΩ",
                               "slope of the line, residual " + rounded(line.rms) + " mV rms"});
    outcome.figures.push_back({"Voltage without current", line.intercept, "mV", "where the line crosses 0 pA"});
    const bool some_fired = measured.x.size() < protocol.currents_pa.size();
    outcome.series.push_back({"line", Mark::dashed, Role::fit, {least_pa, most_pa}, {at(least_pa), at(most_pa)}});
    if (some_fired) outcome.remarks.push_back("Currents that made the cell fire are left out.");
    return outcome;
}

} // namespace soma::bench
