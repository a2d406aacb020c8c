#include "Bench/Experiments.h"
#include "Bench/Fits.h"
#include "Bench/HeldMembrane.h"
#include "Bench/ProtocolChecks.h"

#include "Core/Units.h"
#include "Parameters/ParameterText.h"

#include <algorithm>
#include <cmath>

namespace soma::bench {
namespace {

constexpr double most_mv = 250.0;

void check_voltages(const std::vector<double>& list, double hold_mv, double duration_ms) {
    check_number("hold", hold_mv, -most_mv, most_mv, " mV");
    if (list.size() > most_values)
        throw ProtocolError("voltages: " + std::to_string(list.size()) + " values are too many; give " +
                            std::to_string(most_values) + " at most");
    for (const double mv : list) check_number("voltages", mv, -most_mv, most_mv, " mV");
    check_time("duration", duration_ms, false);
}

double na(double pa) { return pa / units::pa_per_na; }

bool is_gated_only_by_rule(const Subject& subject) {
    const auto model = subject.values.choice<ModelId>(Id::model);
    return model >= ModelId::lif && model <= ModelId::glif5;
}

void add_remarks(Outcome& outcome, const Subject& subject, const HeldMembrane::Has& has) {
    outcome.remarks.emplace_back("Outward current is positive. The clamp is ideal: the current that charges the "
                                 "capacitance flows at the instant of the step and is left out.");
    if (has.sodium)
        outcome.remarks.emplace_back(
            "The model gives sodium, potassium and leak apart. In a laboratory they are parted by "
            "TTX and TEA, as by hh_ttx_percent and hh_tea_percent here.");
    if (is_gated_only_by_rule(subject))
        outcome.remarks.emplace_back(
            "The spike of this model is a rule and no current: a clamp finds its leak and nothing else.");
}

/// Where a curve crosses zero between two neighbours, by a straight line; unknown where it does not.
double zero_crossing(const Series& curve) {
    for (std::size_t i = 1; i < curve.x.size(); ++i) {
        const double before = curve.y[i - 1], after = curve.y[i];
        if (before < 0.0 && after >= 0.0) {
            const double share = before / (before - after);
            return curve.x[i - 1] + share * (curve.x[i] - curve.x[i - 1]);
        }
    }
    return unknown;
}

/// The early current turns round at the reversal potential of sodium; the leak is a line.
void add_figures(Outcome& outcome, const Series* early, const Series& leak) {
    if (early != nullptr) {
        const auto deepest = std::ranges::min_element(early->y) - early->y.begin();
        const auto at = static_cast<std::size_t>(deepest);
        outcome.figures.push_back(
            {"Largest inward current, early", early->y[at], "nA", "at " + shortest(early->x[at]) + " mV"});
        outcome.figures.push_back(
            {"Early current reverses at", zero_crossing(*early), "mV", "a line between the neighbouring voltages"});
    }
    if (leak.x.size() < 2 || std::ranges::max(leak.x) == std::ranges::min(leak.x)) return;
    const auto line = fit_line(leak.x, leak.y);
    outcome.figures.push_back({"Leak conductance", units::pa_per_na * line.slope, "nS", "slope of the leak's line"});
}

} // namespace

Outcome clamp_iv(const Subject& subject, const ClampIv& asked, const Progress& progress) {
    auto protocol = asked;
    if (protocol.voltages_mv.empty()) protocol.voltages_mv = evenly(-100.0, 60.0, 17);
    check_voltages(protocol.voltages_mv, protocol.hold_mv, protocol.duration_ms);
    std::ranges::sort(protocol.voltages_mv);
    ExperimentProgress watch(progress, protocol.voltages_mv.size());
    watch.look();
    const auto has = HeldMembrane(subject, protocol.hold_mv, protocol.hold_mv).has();

    Outcome outcome{"Clamp I–V", {}, {{{"voltage_mV", "voltage", "mV"}}, {}}, {"held voltage", "mV"}, {"current", "nA"},
                    {},          {}};
    auto& columns = outcome.table.columns;
    if (has.sodium) {
        columns.push_back({"early_nA", "early, peak", "nA"});
        columns.push_back({"early_at_ms", "peak at", "ms", true});
        outcome.series.push_back({"early (sodium), peak", Mark::line, Role::sodium, {}, {}});
    }
    if (has.gated) {
        columns.push_back({"late_nA", "late, at the end", "nA"});
        outcome.series.push_back(
            {has.sodium ? "late (potassium), at the end" : "channel, at the end", Mark::line, Role::potassium, {}, {}});
    }
    columns.push_back({"leak_nA", "leak", "nA"});
    columns.push_back({"total_at_end_nA", "all, at the end", "nA", true});
    outcome.series.push_back({"leak", Mark::line, Role::measured, {}, {}});
    outcome.guides.push_back({"no current", false, 0.0});

    for (const double mv : protocol.voltages_mv) {
        const HeldMembrane membrane(subject, protocol.hold_mv, mv);
        const auto end = membrane.at(protocol.duration_ms);
        const auto peak = membrane.sodium_peak(protocol.duration_ms);
        std::vector<double> row{mv};
        std::vector<double> drawn;
        if (has.sodium) {
            row.insert(row.end(), {na(peak.sodium_pa), peak.time_ms});
            drawn.push_back(na(peak.sodium_pa));
        }
        if (has.gated) {
            row.push_back(na(end.gated_pa));
            drawn.push_back(na(end.gated_pa));
        }
        row.insert(row.end(), {na(end.leak_pa), na(end.total_pa())});
        drawn.push_back(na(end.leak_pa));
        for (std::size_t i = 0; i < drawn.size(); ++i) {
            outcome.series[i].x.push_back(mv);
            outcome.series[i].y.push_back(drawn[i]);
        }
        outcome.table.rows.push_back(std::move(row));
        watch.done(outcome);
    }
    add_figures(outcome, has.sodium ? &outcome.series.front() : nullptr, outcome.series.back());
    add_remarks(outcome, subject, has);
    return outcome;
}

Outcome clamp_currents(const Subject& subject, const ClampCurrents& asked, const Progress& progress) {
    auto protocol = asked;
    if (protocol.voltages_mv.empty()) protocol.voltages_mv = evenly(-80.0, 60.0, 8);
    check_voltages(protocol.voltages_mv, protocol.hold_mv, protocol.duration_ms);
    check_time("sample-every", protocol.sample_every_ms, false);
    const double steps = std::floor(protocol.duration_ms / protocol.sample_every_ms + 1e-9);
    check_samples(steps * static_cast<double>(protocol.voltages_mv.size()));
    ExperimentProgress watch(progress, protocol.voltages_mv.size());
    watch.look();

    Outcome outcome{"Clamp currents", {}, {{{"time_ms", "time", "ms"}}, {}}, {"time", "ms"}, {"current", "nA"}, {}, {}};
    auto& rows = outcome.table.rows;
    for (std::size_t i = 0; static_cast<double>(i) <= steps; ++i)
        rows.push_back({static_cast<double>(i) * protocol.sample_every_ms});
    constexpr std::size_t look_every = 1024;
    double inward_na = 0.0, inward_mv = unknown;
    for (const double mv : protocol.voltages_mv) {
        const HeldMembrane membrane(subject, protocol.hold_mv, mv);
        Series series{rounded(mv) + " mV", Mark::line, Role::trace, {}, {}};
        outcome.table.columns.push_back({"current_at_" + shortest(mv) + "_mV_nA", rounded(mv) + " mV", "nA"});
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (i % look_every == look_every - 1) watch.look();
            const double now_na = na(membrane.at(rows[i][0]).total_pa());
            rows[i].push_back(now_na);
            series.x.push_back(rows[i][0]);
            series.y.push_back(now_na);
            if (now_na < inward_na) {
                inward_na = now_na;
                inward_mv = mv;
            }
        }
        outcome.series.push_back(std::move(series));
        watch.done(outcome);
    }
    if (!std::isnan(inward_mv))
        outcome.figures.push_back({"Largest inward current", inward_na, "nA", "at " + shortest(inward_mv) + " mV"});
    add_remarks(outcome, subject, HeldMembrane(subject, protocol.hold_mv, protocol.hold_mv).has());
    return outcome;
}

} // namespace soma::bench
