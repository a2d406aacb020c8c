#include "Recording/Scores.h"

#include "Recording/Coincidence.h"

#include <algorithm>
#include <cmath>

namespace soma::recording {
namespace {

/// The least and the largest value of each of at most `columns` columns, so that no spike is lost.
bench::Series thinned(const std::string& name, bench::Role role, std::span<const double> values, double bin_ms) {
    constexpr std::size_t columns = 2200;
    bench::Series series{name, bench::Mark::line, role, {}, {}};
    const auto width = std::max<std::size_t>(1, values.size() / columns);
    for (std::size_t begin = 0; begin < values.size(); begin += width) {
        const auto part = values.subspan(begin, std::min(width, values.size() - begin));
        if (std::ranges::any_of(part, [](double v) { return std::isnan(v); })) { // a gap
            series.x.push_back(static_cast<double>(begin) * bin_ms);
            series.y.push_back(bench::unknown);
            continue;
        }
        auto [low, high] = std::ranges::minmax_element(part);
        if (low > high) std::swap(low, high);
        for (const auto at : {low, high}) {
            series.x.push_back((static_cast<double>(begin + static_cast<std::size_t>(at - part.begin())) + 0.5) *
                               bin_ms);
            series.y.push_back(*at);
        }
    }
    return series;
}

/// Mean of what is defined.
double mean_of(std::span<const SweepScore> scores, double SweepScore::*measure) {
    double sum = 0.0, count = 0.0;
    for (const auto& score : scores)
        if (!std::isnan(score.*measure)) {
            sum += score.*measure;
            count += 1.0;
        }
    return count > 0.0 ? sum / count : bench::unknown;
}

} // namespace

SweepScore score(const Snapshot& values, const FitSweep& sweep, double onset_ms) {
    const auto free = run_free(values, sweep);
    SweepScore score;
    score.number = sweep.number;
    score.recorded_spikes = sweep.spikes_ms.size();
    score.model_spikes = free.spikes_ms.size();
    score.explained_variance = explained_variance(sweep, run_forced(values, sweep, onset_ms));
    score.gamma = coincidence_factor(sweep.spikes_ms, free.spikes_ms, sweep.duration_ms());
    score.temporal_variance = explained_temporal_variance(sweep.spikes_ms, free.spikes_ms, sweep.duration_ms());
    return score;
}

SweepScore mean_score(std::span<const SweepScore> scores) {
    SweepScore mean;
    for (const auto& score : scores) {
        mean.recorded_spikes += score.recorded_spikes;
        mean.model_spikes += score.model_spikes;
    }
    mean.explained_variance = mean_of(scores, &SweepScore::explained_variance);
    mean.gamma = mean_of(scores, &SweepScore::gamma);
    mean.temporal_variance = mean_of(scores, &SweepScore::temporal_variance);
    return mean;
}

bench::Outcome beside(const Snapshot& values, const FitSweep& sweep, double onset_ms, const std::string& title,
                      const SweepScore& all) {
    const auto free = run_free(values, sweep);
    const auto forced = run_forced(values, sweep, onset_ms);
    bench::Outcome outcome;
    outcome.title = title;
    outcome.x = {"time", "ms"};
    outcome.y = {"voltage", "mV"};
    outcome.series.push_back(thinned("cell", bench::Role::measured, sweep.voltage_mv, sweep.bin_ms));
    outcome.series.push_back(thinned("model", bench::Role::fit, free.voltage_mv, sweep.bin_ms));
    std::vector<double> rest(sweep.voltage_mv.size());
    for (std::size_t b = 0; b < rest.size(); ++b)
        rest[b] = sweep.below_threshold[b] ? sweep.voltage_mv[b] - forced.voltage_mv[b] : bench::unknown;
    outcome.lanes.push_back({"residual", "mV", {thinned("cell − model", bench::Role::theory, rest, sweep.bin_ms)}});
    outcome.figures = {{"Explained variance", all.explained_variance, "", "of the subthreshold voltage, spikes forced"},
                       {"Γ at 4 ms", all.gamma, "", "spike coincidence, the model running free"},
                       {"Explained temporal variance", all.temporal_variance, "", "at 10 ms, running free"}};
    return outcome;
}

} // namespace soma::recording
