#include "Scope/Measurements.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soma::scope {

namespace {

/// The intervals that count among those between spikes first … last − 1, each visited by the index of its second spike.
class CountedIntervals {
  public:
    CountedIntervals(const TraceHistory& history, const RecentList<double>& spikes_s, std::int64_t first,
                     std::int64_t last)
        : stimuli_s_(history.stimuli_s())
        , spikes_s_(spikes_s)
        , first_(first)
        , last_(last) {
        for (auto index = first + 1; index < last && !pauses_left_out_; ++index)
            pauses_left_out_ = !stimuli_s_.empty() && within_one_stimulus(index);
    }

    bool pauses_left_out() const { return pauses_left_out_; }

    template <class Visit>
    void for_each(Visit&& visit) const {
        for (auto index = first_ + 1; index < last_; ++index)
            if (!pauses_left_out_ || within_one_stimulus(index)) visit(spikes_s_[index] - spikes_s_[index - 1]);
    }

  private:
    bool within_one_stimulus(std::int64_t index) const {
        const auto before = stimuli_s_.lower_bound(spikes_s_[index - 1]),
                   after = stimuli_s_.lower_bound(spikes_s_[index]);
        return before == after && before > stimuli_s_.begin();
    }

    const RecentList<double>& stimuli_s_;
    const RecentList<double>& spikes_s_;
    std::int64_t first_, last_;
    bool pauses_left_out_ = false;
};

} // namespace

SpikeStatistics measure_spikes(const TraceHistory& history, double window_s, int row) {
    SpikeStatistics result;
    if (history.empty()) return result;
    const auto& spikes = history.spikes_s(row);
    const double end_s = history.end_s();
    const double known_since_s = std::max(history.known_since_s(), history.oldest_s());
    const double begin_s = std::max(end_s - window_s, known_since_s);
    result.window_s = end_s - begin_s;
    // Spikes reach the history before the samples they lie in.
    const auto first = spikes.lower_bound(begin_s), last = spikes.lower_bound(end_s);
    result.count = last - first;
    if (result.window_s > 0.0) result.rate_per_s = static_cast<double>(result.count) / result.window_s;
    const CountedIntervals intervals(history, spikes, first, last);
    double sum_s = 0.0, squares = 0.0;
    std::int64_t counted = 0;
    intervals.for_each([&](double interval_s) {
        sum_s += interval_s;
        ++counted;
    });
    const double mean_s = sum_s / static_cast<double>(std::max<std::int64_t>(counted, 1));
    intervals.for_each([&](double interval_s) { squares += (interval_s - mean_s) * (interval_s - mean_s); });
    if (intervals.pauses_left_out() && sum_s > 0.0) result.rate_per_s = static_cast<double>(counted) / sum_s;
    if (counted >= 2 && mean_s > 0.0) result.isi_cv = std::sqrt(squares / static_cast<double>(counted)) / mean_s;
    if (last - spikes.lower_bound(known_since_s) >= 2) result.last_isi_ms = (spikes[last - 1] - spikes[last - 2]) * 1e3;
    return result;
}

std::int64_t IsiHistogram::total() const { return std::accumulate(counts.begin(), counts.end(), below + above); }

IsiHistogram isi_histogram(const TraceHistory& history, const IsiBins& bins, double since_s, int row) {
    IsiHistogram result;
    const auto count = static_cast<std::size_t>(bins.bins);
    result.counts.assign(count, 0);
    result.edges_ms.resize(count + 1);
    for (std::size_t edge = 0; edge <= count; ++edge) {
        const double part = static_cast<double>(edge) / static_cast<double>(count);
        result.edges_ms[edge] = bins.scale == BinScale::linear
                                    ? bins.low_ms + (bins.high_ms - bins.low_ms) * part
                                    : bins.low_ms * std::pow(bins.high_ms / bins.low_ms, part);
    }
    if (history.empty()) return result;
    const auto& spikes = history.spikes_s(row);
    const auto first = spikes.lower_bound(std::max(since_s, history.known_since_s()));
    CountedIntervals(history, spikes, first, spikes.end()).for_each([&](double interval_s) {
        const double interval_ms = interval_s * 1e3;
        const auto edge = std::upper_bound(result.edges_ms.begin(), result.edges_ms.end(), interval_ms);
        if (edge == result.edges_ms.begin())
            ++result.below;
        else if (edge == result.edges_ms.end())
            ++result.above;
        else
            ++result.counts[static_cast<std::size_t>(edge - result.edges_ms.begin()) - 1];
    });
    return result;
}

std::optional<double> recent_peak_mv(const TraceHistory& history, double real_s) {
    if (history.empty()) return {};
    const auto wanted = static_cast<std::int64_t>(real_s * history.sample_rate_hz());
    const auto first = std::max(history.oldest_sample(), history.end_sample() - wanted);
    const auto extent = history.voltage_mv().extent(first, history.end_sample());
    if (extent.empty()) return {};
    return static_cast<double>(extent.max);
}

} // namespace soma::scope
