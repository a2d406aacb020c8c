#include "Scope/Measurements.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soma::scope {

namespace {

std::optional<double> variation(const RecentList<double>& spikes_s, std::int64_t first, std::int64_t last) {
    const auto intervals = last - first - 1;
    if (intervals < 2) return {};
    const double mean = (spikes_s[last - 1] - spikes_s[first]) / static_cast<double>(intervals);
    if (!(mean > 0.0)) return {};
    double squares = 0.0;
    for (auto index = first + 1; index < last; ++index) {
        const double deviation = spikes_s[index] - spikes_s[index - 1] - mean;
        squares += deviation * deviation;
    }
    return std::sqrt(squares / static_cast<double>(intervals)) / mean;
}

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
    result.isi_cv = variation(spikes, first, last);
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
    for (auto index = first + 1; index < spikes.end(); ++index) {
        const double interval_ms = (spikes[index] - spikes[index - 1]) * 1e3;
        const auto edge = std::upper_bound(result.edges_ms.begin(), result.edges_ms.end(), interval_ms);
        if (edge == result.edges_ms.begin())
            ++result.below;
        else if (edge == result.edges_ms.end())
            ++result.above;
        else
            ++result.counts[static_cast<std::size_t>(edge - result.edges_ms.begin()) - 1];
    }
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
