#include "Bench/Experiments.h"
#include "Bench/LifTheory.h"
#include "Bench/ProtocolChecks.h"
#include "Bench/Threshold.h"

#include <algorithm>
#include <array>

namespace soma::bench {
namespace {

/// Mean rate over the second half of a step; 0 unless the cell goes on firing there.
double late_rate_per_s(const std::vector<double>& spikes_ms, double duration_ms) {
    if (spikes_ms.size() < 2) return 0.0;
    auto first = std::ranges::lower_bound(spikes_ms, 0.5 * duration_ms);
    // One interval longer than half the step is still a rate; silence for longer than the last interval is not.
    const double last_interval_ms = spikes_ms.back() - spikes_ms[spikes_ms.size() - 2];
    if (duration_ms - spikes_ms.back() > 2.0 * last_interval_ms) return 0.0;
    if (spikes_ms.end() - first < 2) first = spikes_ms.end() - 2;
    return 1000.0 * static_cast<double>(spikes_ms.end() - first - 1) / (spikes_ms.back() - *first);
}

} // namespace

Outcome fi_curve(const Subject& subject, const FiCurve& asked, const Progress& progress) {
    auto protocol = asked;
    check_time("duration", protocol.duration_ms, true);
    check_fires(subject);
    if (protocol.duration_ms == 0.0) protocol.duration_ms = lasting_ms(subject);
    ExperimentProgress watch(progress, 1);
    if (protocol.currents_pa.empty()) {
        const auto bracket = threshold_current(subject, {lasting_ms(subject), 0.0, 1e-3}, watch);
        protocol.currents_pa = evenly(0.0, round_off(4.0 * bracket.above_pa), 25);
    }
    check_currents(protocol.currents_pa);
    watch.expect(protocol.currents_pa.size());
    const auto theory = lif_theory(subject);
    Outcome outcome{"f–I curve",
                    {},
                    {{{"current_pA", "current", "pA"},
                      {"spikes", "spikes", ""},
                      {"rate_per_s", "rate", "/s"},
                      {"first_spike_latency_ms", "latency", "ms"}},
                     {}},
                    {"current", "pA"},
                    {"rate", "spikes/s"},
                    {{"measured", Mark::points, Role::measured, {}, {}}},
                    {"The rate is that of the second half of the step; 0 when the cell does not go on firing."}};
    if (theory) {
        outcome.table.columns.push_back({"closed_form_rate_per_s", "exact", "/s"});
        outcome.table.columns.push_back({"closed_form_latency_ms", "exact latency", "ms", true});
        outcome.series.push_back({"exact LIF", Mark::line, Role::theory, {}, {}});
        const auto [lowest, highest] = std::ranges::minmax(protocol.currents_pa);
        for (const double pa : evenly(lowest, highest, 201)) {
            outcome.series[1].x.push_back(pa);
            outcome.series[1].y.push_back(theory->rate_per_s(pa));
        }
    }
    for (const double pa : protocol.currents_pa) {
        watch.trying({protocol.duration_ms, pa});
        const std::array steps{CurrentStep{protocol.duration_ms, pa}};
        const auto spikes = run_trial(subject, steps, 0.0, &watch).spikes_ms;
        const double rate = late_rate_per_s(spikes, protocol.duration_ms);
        std::vector<double> row{pa, static_cast<double>(spikes.size()), rate,
                                spikes.empty() ? unknown : spikes.front()};
        if (theory) row.insert(row.end(), {theory->rate_per_s(pa), theory->latency_ms(pa)});
        outcome.series[0].x.push_back(pa);
        outcome.series[0].y.push_back(rate);
        outcome.table.rows.push_back(std::move(row));
        watch.done(outcome);
    }
    const auto fastest = std::ranges::max_element(outcome.series[0].y);
    outcome.figures.push_back(
        {"Fastest rate", *fastest, "spikes/s",
         "at " + rounded(outcome.series[0].x[static_cast<std::size_t>(fastest - outcome.series[0].y.begin())]) +
             " pA"});
    const auto lasting = std::ranges::find_if(outcome.series[0].y, [](double rate) { return rate > 0.0; });
    if (lasting != outcome.series[0].y.end())
        outcome.figures.push_back(
            {"First lasting rate", *lasting, "spikes/s",
             "at " + rounded(outcome.series[0].x[static_cast<std::size_t>(lasting - outcome.series[0].y.begin())]) +
                 " pA, steps of " + rounded(protocol.duration_ms) + " ms"});
    return outcome;
}

} // namespace soma::bench
