#include "Bench/Experiments.h"
#include "Bench/Fits.h"
#include "Bench/LifTheory.h"
#include "Bench/ProtocolChecks.h"
#include "Bench/Threshold.h"

#include <algorithm>
#include <cmath>

namespace soma::bench {
namespace {

/// After a pulse a spike may come late, when the cell is just past its threshold.
constexpr double after_pulse_ms = 100.0;
constexpr int curve_points = 200;

/// Durations at which curves are drawn, evenly on a logarithmic axis.
std::vector<double> curve_durations(double shortest_ms, double longest_ms) {
    std::vector<double> list;
    for (int i = 0; i <= curve_points; ++i)
        list.push_back(shortest_ms * std::pow(longest_ms / shortest_ms, static_cast<double>(i) / curve_points));
    return list;
}

template <class CurrentAt>
Series curve(const char* name, Mark mark, Role role, const std::vector<double>& durations_ms, CurrentAt current_at) {
    Series series{name, mark, role, durations_ms, {}};
    for (const double ms : durations_ms) series.y.push_back(current_at(ms));
    return series;
}

void add_theory(Outcome& outcome, const LifTheory& theory, const std::vector<double>& drawn_ms) {
    const double rheobase_pa = theory.rheobase_pa(), chronaxie_ms = theory.chronaxie_ms();
    outcome.figures.push_back({"Rheobase, exact", rheobase_pa, "pA", "Lapicque: ΔV/R"});
    outcome.figures.push_back(
        {"Chronaxie, τ ln 2", chronaxie_ms, "ms", "Lapicque: the duration at twice the rheobase"});
    outcome.guides = {{"2 × rheobase " + rounded(2.0 * rheobase_pa) + " pA", false, 2.0 * rheobase_pa},
                      {"rheobase " + rounded(rheobase_pa) + " pA", false, rheobase_pa},
                      {"chronaxie " + rounded(chronaxie_ms) + " ms", true, chronaxie_ms}};
    outcome.series.push_back(
        curve("exact LIF", Mark::line, Role::theory, drawn_ms, [&](double ms) { return theory.threshold_pa(ms); }));
}

void add_weiss(Outcome& outcome, const std::optional<LifTheory>& theory, const std::vector<double>& drawn_ms) {
    const auto& measured = outcome.series[0];
    const auto weiss = fit_weiss(measured.x, measured.y);
    const auto [least_ms, most_ms] = std::ranges::minmax(measured.x);
    const auto range = rounded(least_ms) + " to " + rounded(most_ms) + " ms";
    outcome.figures.push_back({"Rheobase, Weiss fit", weiss.rheobase_pa, "pA",
                               "r of I = r + r·c/t, unweighted least squares over " + range + ", residual " +
                                   rounded(weiss.rms_pa) + " pA rms"});
    outcome.figures.push_back({"Chronaxie, Weiss fit", weiss.chronaxie_ms, "ms", "c of the same fit"});
    // As in the figures' names: "exact" where there is a closed form, else what was measured.
    outcome.lanes.push_back({theory ? "Weiss fit minus exact" : "Weiss fit minus measured", "%", {}});
    Series difference{"Weiss fit", Mark::dashed, Role::fit, {}, {}}, zero{"", Mark::points, Role::measured, {}, {}};
    for (auto& row : outcome.table.rows) {
        const double compared_pa = theory ? theory->threshold_pa(row[0]) : row[1];
        row[4] = weiss.at(row[0]);
        row[5] = 100.0 * (row[4] / compared_pa - 1.0);
        zero.x.push_back(row[0]);
        zero.y.push_back(100.0 * (row[1] / compared_pa - 1.0));
        if (!theory) {
            difference.x.push_back(row[0]);
            difference.y.push_back(row[5]);
        }
    }
    if (theory)
        difference = curve("Weiss fit", Mark::dashed, Role::fit, drawn_ms,
                           [&](double ms) { return 100.0 * (weiss.at(ms) / theory->threshold_pa(ms) - 1.0); });
    outcome.lanes[0].series = {std::move(zero), std::move(difference)};
    outcome.series.push_back(
        curve("Weiss fit", Mark::dashed, Role::fit, drawn_ms, [&](double ms) { return weiss.at(ms); }));
    if (theory) {
        outcome.remarks.push_back(
            "The Weiss curve is a fit; the exact line is solved from R, C and the threshold. Where "
            "they part, trust the neuron.");
        outcome.remarks.push_back(
            "Only r·c, the charge of a short pulse, is the cell's own: unweighted squares follow the "
            "shortest, largest pulses, so r and c of the fit differ from the rheobase ΔV/R and the "
            "chronaxie τ ln 2.");
    } else {
        outcome.remarks.push_back(
            "The Weiss curve is a fit: unweighted squares follow the shortest, largest pulses, so its "
            "r may differ from the current of a long step.");
    }
}

} // namespace

Outcome strength_duration(const Subject& subject, const StrengthDuration& protocol, const Progress& progress) {
    check_positive_list("durations", protocol.durations_ms, "ms");
    const auto theory = lif_theory(subject);
    Outcome outcome{"Strength–duration",
                    {},
                    {{{"duration_ms", "pulse", "ms"},
                      {"threshold_pA", "threshold", "pA"},
                      {"below_pA", "silent", "pA", true},
                      {"above_pA", "fires", "pA", true},
                      {"weiss_fit_pA", "Weiss", "pA"},
                      {theory ? "weiss_minus_exact_percent" : "weiss_minus_measured_percent", "diff", "%"}},
                     {}},
                    {"pulse duration", "ms", true},
                    {"threshold current", "pA", true},
                    {{"measured", Mark::points, Role::measured, {}, {}}},
                    {}};
    if (theory) outcome.table.columns.push_back({"exact_lif_pA", "exact", "pA", true});
    const auto [least_ms, most_ms] = std::ranges::minmax(protocol.durations_ms);
    const auto drawn_ms = curve_durations(0.5 * least_ms, 2.0 * most_ms);
    if (theory) add_theory(outcome, *theory, drawn_ms);
    ExperimentProgress watch(progress, protocol.durations_ms.size());
    watch.begin(outcome);
    for (const double ms : protocol.durations_ms) {
        const auto bracket =
            threshold_current(subject, {ms, after_pulse_ms, protocol.resolution, protocol.limit_pa}, watch);
        std::vector<double> row{ms, bracket.middle_pa(), bracket.below_pa, bracket.above_pa, unknown, unknown};
        if (theory) row.push_back(theory->threshold_pa(ms));
        outcome.table.rows.push_back(std::move(row));
        outcome.series[0].x.push_back(ms);
        outcome.series[0].y.push_back(bracket.middle_pa());
        watch.done(outcome);
    }
    if (most_ms > least_ms) add_weiss(outcome, theory, drawn_ms);
    return outcome;
}

} // namespace soma::bench
