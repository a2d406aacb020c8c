#include "Sound/SpikeKernel.h"

#include "Core/Bessel.h"
#include "Core/Fourier.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <vector>

namespace soma::sound {
namespace {

constexpr std::size_t oversampling = 32;
constexpr std::size_t length = SpikeKernel::taps * oversampling;
constexpr std::size_t transform_length = 16 * length; // room for the cepstrum to die out before it wraps
constexpr double cutoff = 0.475;                      // cycles per sample
constexpr double kaiser_beta = 10.5;
constexpr double magnitude_floor = 1e-9; // zeros of the stop band have no logarithm

std::vector<std::complex<double>> linear_phase_prototype() {
    std::vector<std::complex<double>> values(transform_length);
    constexpr double half = SpikeKernel::taps / 2.0;
    for (std::size_t i = 0; i <= length; ++i) {
        const double x = static_cast<double>(i) / oversampling - half;
        const double angle = 2.0 * std::numbers::pi * cutoff * x;
        const double sinc = x == 0.0 ? 1.0 : std::sin(angle) / angle;
        const double edge = x / half;
        values[i] = sinc * bessel_i0(kaiser_beta * std::sqrt(std::max(0.0, 1.0 - edge * edge)));
    }
    return values;
}

/// The sequence of the same magnitude spectrum whose energy comes as early as causality allows.
void make_minimum_phase(std::vector<std::complex<double>>& values) {
    const std::size_t n = values.size();
    fourier_transform(values);
    const double floor = magnitude_floor * std::abs(values[0]);
    for (auto& value : values) value = std::log(std::max(std::abs(value), floor));
    inverse_fourier_transform(values);
    for (std::size_t i = 1; i < n / 2; ++i) values[i] *= 2.0;
    std::fill(values.begin() + static_cast<std::ptrdiff_t>(n / 2 + 1), values.end(), 0.0);
    fourier_transform(values);
    for (auto& value : values) value = std::exp(value);
    inverse_fourier_transform(values);
}

/// The kernel at 32 values a sample, 0 at its end, integral 1 when one value counts 1/32 sample.
std::vector<double> minimum_phase_kernel() {
    auto values = linear_phase_prototype();
    make_minimum_phase(values);
    std::vector<double> kernel(length + 1);
    constexpr std::size_t fade = length / 8, fade_start = length - fade;
    double sum = 0.0;
    for (std::size_t i = 0; i <= length; ++i) {
        const double faded = i < fade_start ? 0.0 : static_cast<double>(i - fade_start) / fade;
        kernel[i] = values[i].real() * (0.5 + 0.5 * std::cos(std::numbers::pi * faded));
        sum += kernel[i];
    }
    for (double& value : kernel) value *= oversampling / sum;
    return kernel;
}

/// Second derivatives (per step²) of the natural cubic spline through equally spaced values: Thomas' algorithm.
std::vector<double> spline_curvature(const std::vector<double>& values) {
    const std::size_t n = values.size();
    std::vector<double> curvature(n), upper(n);
    for (std::size_t i = 1; i + 1 < n; ++i) {
        const double pivot = 4.0 - upper[i - 1];
        upper[i] = 1.0 / pivot;
        curvature[i] = (6.0 * (values[i + 1] - 2.0 * values[i] + values[i - 1]) - curvature[i - 1]) / pivot;
    }
    curvature[n - 1] = 0.0;
    for (std::size_t i = n - 2; i > 0; --i) curvature[i] -= upper[i] * curvature[i + 1];
    return curvature;
}

} // namespace

SpikeKernel::SpikeKernel() {
    const auto values = minimum_phase_kernel();
    const auto curvature = spline_curvature(values);
    constexpr std::size_t steps = static_cast<std::size_t>(phases) / oversampling; // table phases per kernel value
    for (std::size_t i = 0; i <= phases; ++i)
        for (std::size_t j = 0; j < taps; ++j) {
            const std::size_t knot = std::min(j * oversampling + i / steps, length - 1);
            const std::size_t fine = i + j * static_cast<std::size_t>(phases) - knot * steps;
            const double b = static_cast<double>(fine) / static_cast<double>(steps), a = 1.0 - b;
            table_[i][j] =
                static_cast<float>(a * values[knot] + b * values[knot + 1] +
                                   ((a * a * a - a) * curvature[knot] + (b * b * b - b) * curvature[knot + 1]) / 6.0);
        }
    for (std::size_t k = 0; k <= power_steps; ++k) { // of one phase: what aliases is 100 dB below
        std::complex<double> sum = 0.0;
        for (std::size_t j = 0; j < taps; ++j)
            sum += static_cast<double>(table_[0][j]) *
                   std::polar(1.0, -std::numbers::pi * static_cast<double>(k * j) / power_steps);
        power_[k] = std::norm(sum);
    }
}

const SpikeKernel& SpikeKernel::shared() {
    static const SpikeKernel kernel;
    return kernel;
}

} // namespace soma::sound
