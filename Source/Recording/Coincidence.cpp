#include "Recording/Coincidence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace soma::recording {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// A spike train smoothed by a Gaussian of area 1 each, on a grid.
std::vector<double> smoothed(std::span<const double> spikes_ms, double duration_ms, double step_ms, double sigma_ms) {
    constexpr double reach = 5.0; // standard deviations: beyond it 4e-6 of the height
    std::vector<double> rate(static_cast<std::size_t>(duration_ms / step_ms) + 1, 0.0);
    const auto last = static_cast<double>(rate.size() - 1);
    for (const double at_ms : spikes_ms) {
        const double from = std::clamp(std::ceil((at_ms - reach * sigma_ms) / step_ms), 0.0, last);
        const double to = std::clamp(std::floor((at_ms + reach * sigma_ms) / step_ms), 0.0, last);
        for (auto i = static_cast<std::size_t>(from); i <= static_cast<std::size_t>(to); ++i) {
            const double z = (static_cast<double>(i) * step_ms - at_ms) / sigma_ms;
            rate[i] += std::exp(-0.5 * z * z);
        }
    }
    return rate;
}

double variance(std::span<const double> values) {
    double sum = 0.0, squares = 0.0;
    for (const double value : values) sum += value;
    const double mean = sum / static_cast<double>(values.size());
    for (const double value : values) squares += (value - mean) * (value - mean);
    return squares / static_cast<double>(values.size());
}

} // namespace

int coincidences(std::span<const double> recorded_ms, std::span<const double> model_ms, double window_ms) {
    int count = 0;
    auto model = model_ms.begin();
    for (const double at_ms : recorded_ms) {
        while (model != model_ms.end() && *model < at_ms - window_ms) ++model;
        if (model == model_ms.end()) break;
        if (*model > at_ms + window_ms) continue;
        ++count;
        ++model;
    }
    return count;
}

double coincidence_factor(std::span<const double> recorded_ms, std::span<const double> model_ms, double duration_ms,
                          double window_ms) {
    const auto recorded = static_cast<double>(recorded_ms.size()), model = static_cast<double>(model_ms.size());
    if (recorded + model == 0.0) return undefined;
    const double covered = 2.0 * window_ms * model / duration_ms; // of the time, by the windows of a Poisson train
    if (covered >= 1.0) return undefined;
    const double by_chance = covered * recorded;
    return (coincidences(recorded_ms, model_ms, window_ms) - by_chance) / (0.5 * (recorded + model)) / (1.0 - covered);
}

double explained_temporal_variance(std::span<const double> recorded_ms, std::span<const double> model_ms,
                                   double duration_ms, double sigma_ms) {
    if (recorded_ms.empty() && model_ms.empty()) return undefined;
    const double step_ms = std::min(1.0, sigma_ms / 5.0);
    const auto recorded = smoothed(recorded_ms, duration_ms, step_ms, sigma_ms);
    auto model = smoothed(model_ms, duration_ms, step_ms, sigma_ms);
    const double both = variance(recorded) + variance(model);
    for (std::size_t i = 0; i < model.size(); ++i) model[i] -= recorded[i];
    return (both - variance(model)) / both;
}

} // namespace soma::recording
