#pragma once

#include <complex>
#include <span>

namespace soma {

/// Discrete Fourier transform in place, X[k] = Σ x[n] e^(−2πi·kn/N), N a power of two. Not for the audio thread: it
/// allocates a table of N/2 factors. N = 1 leaves the value alone.
void fourier_transform(std::span<std::complex<double>> values);

/// The inverse, with the factor 1/N.
void inverse_fourier_transform(std::span<std::complex<double>> values);

} // namespace soma
