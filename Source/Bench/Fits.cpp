#include "Bench/Fits.h"

#include <cmath>
#include <vector>

namespace soma::bench {

LineFit fit_line(std::span<const double> x, std::span<const double> y) {
    const double n = static_cast<double>(x.size());
    double mean_x = 0.0, mean_y = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        mean_x += x[i] / n;
        mean_y += y[i] / n;
    }
    double xx = 0.0, xy = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    LineFit fit{};
    fit.slope = xx > 0.0 ? xy / xx : 0.0;
    fit.intercept = mean_y - fit.slope * mean_x;
    double left = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) left += std::pow(y[i] - fit.intercept - fit.slope * x[i], 2);
    fit.rms = std::sqrt(left / n);
    return fit;
}

WeissFit fit_weiss(std::span<const double> durations_ms, std::span<const double> currents_pa) {
    std::vector<double> inverse;
    inverse.reserve(durations_ms.size());
    for (const double duration : durations_ms) inverse.push_back(1.0 / duration);
    const auto line = fit_line(inverse, currents_pa);
    return {line.intercept, line.slope / line.intercept, line.rms};
}

ExponentialFit fit_exponential(std::span<const double> values, double interval) {
    const auto shape = [&](double tau) {
        std::vector<double> decay(values.size());
        for (std::size_t i = 0; i < decay.size(); ++i) decay[i] = std::exp(-static_cast<double>(i) * interval / tau);
        return decay;
    };
    const auto residual = [&](double log_tau) { return fit_line(shape(std::exp(log_tau)), values).rms; };
    // The residual has one minimum in ln τ between the sampling interval and many times the record: golden section.
    const double ratio = 0.5 * (std::sqrt(5.0) - 1.0);
    double low = std::log(0.5 * interval), high = std::log(20.0 * interval * static_cast<double>(values.size()));
    double a = high - ratio * (high - low), b = low + ratio * (high - low);
    double at_a = residual(a), at_b = residual(b);
    while (high - low > 1e-10) {
        if (at_a < at_b) {
            high = b;
            b = a;
            at_b = at_a;
            a = high - ratio * (high - low);
            at_a = residual(a);
        } else {
            low = a;
            a = b;
            at_a = at_b;
            b = low + ratio * (high - low);
            at_b = residual(b);
        }
    }
    const double tau = std::exp(0.5 * (low + high));
    const auto line = fit_line(shape(tau), values);
    return {line.intercept + line.slope, line.intercept, tau, line.rms};
}

} // namespace soma::bench
