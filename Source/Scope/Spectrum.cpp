#include "Scope/Spectrum.h"

#include "Core/Fourier.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace soma::scope {

Spectrum::Spectrum(std::size_t rows)
    : window_(rows)
    , values_(rows)
    , db_(rows / 2 + 1, static_cast<float>(lowest_db)) {
    double sum = 0.0;
    for (std::size_t n = 0; n < rows; ++n) {
        const double angle = 2.0 * std::numbers::pi * (static_cast<double>(n) + 0.5) / static_cast<double>(rows);
        window_[n] =
            0.35875 - 0.48829 * std::cos(angle) + 0.14128 * std::cos(2.0 * angle) - 0.01168 * std::cos(3.0 * angle);
        sum += window_[n];
    }
    for (double& weight : window_) weight *= 2.0 / sum; // half of a sine's amplitude is at its negative frequency
}

void Spectrum::take(std::span<const float> values, double sample_rate_hz) {
    bin_hz_ = sample_rate_hz / static_cast<double>(rows());
    double sum = 0.0, weights = 0.0; // the mean as the window sees it, so that nothing of it is left
    for (std::size_t n = 0; n < rows(); ++n) {
        if (!std::isfinite(values[n])) continue;
        sum += window_[n] * static_cast<double>(values[n]);
        weights += window_[n];
    }
    const double mean = weights > 0.0 ? sum / weights : 0.0;
    for (std::size_t n = 0; n < rows(); ++n)
        values_[n] = std::isfinite(values[n]) ? window_[n] * (static_cast<double>(values[n]) - mean) : 0.0;
    fourier_transform(values_);
    for (std::size_t k = 0; k < db_.size(); ++k)
        db_[k] = static_cast<float>(std::max(lowest_db, 20.0 * std::log10(std::abs(values_[k]) + 1e-300)));
}

double Spectrum::db_at(double bin) const {
    const double held = std::clamp(bin, 0.0, static_cast<double>(db_.size() - 1));
    const auto below = std::min(static_cast<std::size_t>(held), db_.size() - 2);
    const double share = held - static_cast<double>(below);
    return (1.0 - share) * static_cast<double>(db_[below]) + share * static_cast<double>(db_[below + 1]);
}

double Spectrum::level_db(double low_hz, double high_hz) const {
    const double low = low_hz / bin_hz_, high = high_hz / bin_hz_;
    double strongest = std::max(db_at(low), db_at(high));
    const auto last = std::min(static_cast<double>(db_.size() - 1), std::floor(high));
    for (double bin = std::max(0.0, std::ceil(low)); bin <= last; bin += 1.0)
        strongest = std::max(strongest, static_cast<double>(db_[static_cast<std::size_t>(bin)]));
    return strongest;
}

bool take_voltage(const TraceHistory& history, Spectrum& spectrum) {
    const auto rows = static_cast<std::int64_t>(spectrum.rows());
    if (history.empty() || history.end_sample() - history.oldest_sample() < rows) return false;
    std::vector<float> voltage_mv(spectrum.rows());
    for (std::int64_t n = 0; n < rows; ++n)
        voltage_mv[static_cast<std::size_t>(n)] = history.voltage_mv().at(history.end_sample() - rows + n);
    spectrum.take(voltage_mv, history.sample_rate_hz());
    return true;
}

} // namespace soma::scope
