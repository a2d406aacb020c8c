#include "Recording/FitData.h"

#include <algorithm>
#include <cmath>

namespace soma::recording {
namespace {

double share_of(std::vector<double> values, double share) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    std::ranges::nth_element(values, at);
    return *at;
}

double mean(std::span<const double> values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

/// V at an instant, over half a millisecond from then on.
double voltage_from(const Sweep& sweep, double at_ms) {
    const auto from = static_cast<std::size_t>(std::ceil(at_ms / sweep.interval_ms()));
    const auto count = std::max<std::size_t>(1, static_cast<std::size_t>(0.5 / sweep.interval_ms()));
    const auto begin = std::min(from, sweep.voltage_mv.size() - 1);
    return mean(std::span(sweep.voltage_mv).subspan(begin, std::min(count, sweep.voltage_mv.size() - begin)));
}

SpikeShape shape_of(std::span<const Sweep> sweeps, const std::vector<std::vector<RecordedSpike>>& found) {
    SpikeShape shape;
    std::vector<double> lengths_ms, before_mv, after_mv;
    for (const auto& spikes : found)
        for (const auto& spike : spikes) lengths_ms.push_back(spike.end_ms - spike.time_ms);
    if (lengths_ms.empty()) return shape;
    shape.count = static_cast<int>(lengths_ms.size());
    shape.refractory_ms = share_of(lengths_ms, 0.5);
    constexpr double slope_window_ms = 0.25; // over which the end was looked for
    shape.cut_ms = share_of(lengths_ms, 0.9) + slope_window_ms;
    for (std::size_t s = 0; s < sweeps.size(); ++s)
        for (const auto& spike : found[s]) {
            shape.peak_mv += spike.peak_mv / shape.count;
            if (spike.time_ms + shape.cut_ms >= sweeps[s].duration_ms() - 1.0) continue;
            before_mv.push_back(spike.threshold_mv);
            after_mv.push_back(voltage_from(sweeps[s], spike.time_ms + shape.cut_ms));
        }
    if (before_mv.empty()) return shape;
    shape.threshold_mv = mean(before_mv);
    shape.after_mv = mean(after_mv);
    double covariance = 0.0, variance = 0.0;
    for (std::size_t i = 0; i < before_mv.size(); ++i) {
        covariance += (before_mv[i] - shape.threshold_mv) * (after_mv[i] - shape.after_mv);
        variance += (before_mv[i] - shape.threshold_mv) * (before_mv[i] - shape.threshold_mv);
    }
    shape.after_slope = variance > 0.0 ? covariance / variance : 0.0;
    shape.after_offset_mv = shape.after_mv - shape.after_slope * shape.threshold_mv;
    return shape;
}

FitSweep binned(const Sweep& sweep, const std::vector<RecordedSpike>& spikes, double cut_ms,
                const SpikeCriteria& criteria) {
    FitSweep fit;
    fit.number = sweep.number;
    const auto width =
        std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(usual_bin_ms / sweep.interval_ms())));
    fit.bin_ms = static_cast<double>(width) * sweep.interval_ms();
    const auto bins = (sweep.voltage_mv.size() - 1) / width;
    for (std::size_t b = 0; b < bins; ++b) {
        const auto* v = &sweep.voltage_mv[b * width];
        double sum_mv = 0.5 * (v[0] + v[width]), sum_pa = 0.0; // by the trapezoidal rule: V moves between samples
        for (std::size_t k = 1; k < width; ++k) sum_mv += v[k];
        for (std::size_t k = 0; k < width; ++k) sum_pa += sweep.current_pa[b * width + k]; // held between samples
        fit.voltage_mv.push_back(sum_mv / static_cast<double>(width));
        const double mean_pa = sum_pa / static_cast<double>(width);
        fit.current_pa.push_back(mean_pa);
        double charge = 0.0, mean_charge = 0.0; // a line over each sample
        for (std::size_t k = 0; k < width; ++k) {
            const double more = (sweep.current_pa[b * width + k] - mean_pa) * sweep.interval_ms();
            mean_charge += (charge + 0.5 * more) / static_cast<double>(width);
            charge += more;
        }
        fit.charge_pa_ms.push_back(mean_charge);
    }
    fit.resolution_ms = detection_resolution_ms(sweep.voltage_mv, sweep.rate_hz, criteria);
    fit.below_threshold.assign(bins, 1);
    for (const auto& spike : spikes) {
        if (spike.time_ms >= fit.duration_ms()) continue;
        fit.spikes_ms.push_back(spike.time_ms);
        const auto first = static_cast<std::size_t>(std::max(0.0, spike.time_ms - foot_ms) / fit.bin_ms);
        const auto last = static_cast<std::size_t>((spike.time_ms + cut_ms) / fit.bin_ms);
        for (auto b = first; b <= std::min(last, bins - 1); ++b) fit.below_threshold[b] = 0;
    }
    constexpr double begin_ms = 5.0;
    const auto begin =
        std::clamp<std::size_t>(static_cast<std::size_t>(begin_ms / sweep.interval_ms()), 1, sweep.voltage_mv.size());
    fit.begin_mv = mean(std::span(sweep.voltage_mv).first(begin));
    return fit;
}

} // namespace

FitData make_fit_data(std::span<const Sweep> sweeps, const SpikeCriteria& criteria) {
    FitData data;
    std::vector<std::vector<RecordedSpike>> found;
    for (const auto& sweep : sweeps) found.push_back(find_spikes(sweep, criteria));
    data.spikes = shape_of(sweeps, found);
    for (std::size_t s = 0; s < sweeps.size(); ++s)
        data.sweeps.push_back(binned(sweeps[s], found[s], data.spikes.cut_ms, criteria));
    return data;
}

} // namespace soma::recording
