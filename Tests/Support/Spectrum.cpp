#include "Support/Spectrum.h"

#include "Core/Fourier.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <map>
#include <numbers>

namespace soma::test {
namespace {

constexpr double kaiser_beta = 25.0;
constexpr double guard_bins = 10.0;
constexpr double lowest_hz = 20.0, highest_hz = 18000.0;

/// Σ window·signal·e^(−2πi·f·n/rate)
std::complex<double> line(std::span<const double> signal, double frequency_hz, double rate_hz) {
    const auto& window = kaiser_window(signal.size());
    const double turns = frequency_hz / rate_hz;
    const auto step = std::polar(1.0, -2.0 * std::numbers::pi * turns);
    constexpr std::size_t interval = 1024; // rows between two exact phases
    std::complex<double> sum = 0.0, factor;
    for (std::size_t n = 0; n < signal.size(); ++n) {
        if (n % interval == 0)
            factor = std::polar(1.0, -2.0 * std::numbers::pi * std::fmod(turns * static_cast<double>(n), 1.0));
        sum += window[n] * signal[n] * factor;
        factor = {factor.real() * step.real() - factor.imag() * step.imag(),
                  factor.real() * step.imag() + factor.imag() * step.real()};
    }
    return sum;
}

} // namespace

const std::vector<double>& kaiser_window(std::size_t length) {
    static std::map<std::size_t, std::vector<double>> windows;
    auto& window = windows[length];
    if (window.empty()) {
        window.resize(length);
        for (std::size_t n = 0; n < length; ++n) {
            const double x = 2.0 * (static_cast<double>(n) + 0.5) / static_cast<double>(length) - 1.0;
            window[n] = std::cyl_bessel_i(0.0, kaiser_beta * std::sqrt(1.0 - x * x));
        }
    }
    return window;
}

std::vector<double> power_spectrum(std::span<const double> signal) {
    const auto& window = kaiser_window(signal.size());
    std::vector<std::complex<double>> values(signal.size());
    for (std::size_t n = 0; n < signal.size(); ++n) values[n] = window[n] * signal[n];
    fourier_transform(values);
    std::vector<double> power(signal.size() / 2 + 1);
    for (std::size_t k = 0; k < power.size(); ++k) power[k] = std::norm(values[k]);
    return power;
}

AliasFigures measure_alias(std::span<const double> signal, double fundamental_hz, double rate_hz) {
    const auto power = power_spectrum(signal);
    const double bin_hz = rate_hz / static_cast<double>(signal.size());
    double harmonic = 0.0, inharmonic = 0.0, worst = 0.0, fundamental = 0.0, loudest = 0.0;
    for (std::size_t k = 0; k < power.size(); ++k) {
        const double frequency = static_cast<double>(k) * bin_hz;
        if (frequency < lowest_hz || frequency > std::min(highest_hz, 0.45 * rate_hz)) continue;
        const double number = std::round(frequency / fundamental_hz);
        const bool near_harmonic =
            number >= 1.0 && std::abs(frequency - number * fundamental_hz) <= guard_bins * bin_hz;
        if (near_harmonic && number == 1.0) fundamental = std::max(fundamental, power[k]);
        if (near_harmonic) loudest = std::max(loudest, power[k]);
        (near_harmonic ? harmonic : inharmonic) += power[k];
        if (!near_harmonic) worst = std::max(worst, power[k]);
    }
    return {10.0 * std::log10(worst / fundamental), 10.0 * std::log10(worst / loudest),
            10.0 * std::log10(inharmonic / harmonic)};
}

double constant_part(std::span<const double> signal) {
    const auto& window = kaiser_window(signal.size());
    double sum = 0.0, weight = 0.0;
    for (std::size_t n = 0; n < signal.size(); ++n) {
        sum += window[n] * signal[n];
        weight += window[n];
    }
    return sum / weight;
}

double pitch_error_cents(std::span<const double> signal, double expected_hz, double rate_hz) {
    const std::size_t half = signal.size() / 2;
    const auto first = line(signal.first(half), expected_hz, rate_hz);
    const auto second = line(signal.subspan(half, half), expected_hz, rate_hz);
    const double advance = 2.0 * std::numbers::pi * std::fmod(expected_hz / rate_hz * static_cast<double>(half), 1.0);
    const double phase = std::arg(second / first * std::polar(1.0, -advance));
    const double error_hz = phase / (2.0 * std::numbers::pi) * rate_hz / static_cast<double>(half);
    return 1200.0 * std::log2(1.0 + error_hz / expected_hz);
}

} // namespace soma::test
