#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

namespace soma::test {

/// Largest value of the band-limited curve through the samples, looked for at 8 places between two of them
/// (ITU-R BS.1770 asks for 4) by a Kaiser-windowed sinc of 64 samples.
template <class Sample>
double true_peak(std::span<const Sample> signal) {
    constexpr int reach = 32, places = 8;
    constexpr double beta = 9.0;
    double peak = 0.0;
    for (int place = 0; place < places; ++place) {
        std::vector<double> taps(std::size_t{2} * reach);
        for (int j = 0; j < 2 * reach; ++j) {
            const double x = j - reach + 1 - static_cast<double>(place) / places, edge = x / reach;
            const double sinc = x == 0.0 ? 1.0 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
            taps[static_cast<std::size_t>(j)] =
                sinc * std::cyl_bessel_i(0.0, beta * std::sqrt(std::max(0.0, 1.0 - edge * edge))) /
                std::cyl_bessel_i(0.0, beta);
        }
        for (std::size_t n = 0; n + taps.size() <= signal.size(); ++n) {
            double sum = 0.0;
            for (std::size_t j = 0; j < taps.size(); ++j) sum += taps[j] * static_cast<double>(signal[n + j]);
            peak = std::max(peak, std::abs(sum));
        }
    }
    return peak;
}

template <class Sample>
double true_peak(const std::vector<Sample>& signal) {
    return true_peak(std::span<const Sample>(signal));
}

} // namespace soma::test
