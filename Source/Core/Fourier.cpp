#include "Core/Fourier.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>
#include <vector>

namespace soma {
namespace {

using Complex = std::complex<double>;

/// std::complex multiplies through a library call that looks for NaN; this is the plain product.
Complex product(Complex a, Complex b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

void bit_reverse(std::span<Complex> values) {
    const std::size_t n = values.size();
    for (std::size_t i = 1, j = 0; i < n; ++i) {
        std::size_t bit = n >> 1;
        for (; j & bit; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) std::swap(values[i], values[j]);
    }
}

} // namespace

void fourier_transform(std::span<Complex> values) {
    const std::size_t n = values.size();
    assert(std::has_single_bit(n));
    if (n < 2) return;
    std::vector<Complex> factors(n / 2);
    for (std::size_t k = 0; k < n / 2; ++k)
        factors[k] = std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n));
    bit_reverse(values);
    for (std::size_t half = 1; half < n; half *= 2) {
        const std::size_t stride = n / (2 * half);
        for (std::size_t start = 0; start < n; start += 2 * half)
            for (std::size_t k = 0; k < half; ++k) {
                const Complex a = values[start + k];
                const Complex b = product(values[start + k + half], factors[k * stride]);
                values[start + k] = a + b;
                values[start + k + half] = a - b;
            }
    }
}

void inverse_fourier_transform(std::span<Complex> values) {
    for (auto& value : values) value = std::conj(value);
    fourier_transform(values);
    const double scale = 1.0 / static_cast<double>(values.size());
    for (auto& value : values) value = scale * std::conj(value);
}

} // namespace soma
