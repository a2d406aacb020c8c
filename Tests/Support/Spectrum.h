#pragma once

#include <span>
#include <vector>

namespace soma::test {

/// Power of a periodic signal besides its harmonics, 20 Hz … 18 kHz (or 0.45 of a lower sample rate).
struct AliasFigures {
    double worst_db = 0.0;   ///< strongest inharmonic line relative to the fundamental
    double loudest_db = 0.0; ///< the same relative to the strongest harmonic
    double floor_db = 0.0;   ///< all inharmonic power relative to all harmonic power
};

/// Kaiser window, β = 25: side lobes below −190 dB, main lobe ± 8 bins. Made once for each length.
const std::vector<double>& kaiser_window(std::size_t length);

/// Power spectrum of the windowed signal, bins 0 … N/2; the length is a power of two.
std::vector<double> power_spectrum(std::span<const double> signal);

/// Lines within ± 10 bins of a multiple of `fundamental_hz` count as harmonic.
AliasFigures measure_alias(std::span<const double> signal, double fundamental_hz, double rate_hz);

/// Mean of the signal behind the window: what is left of a periodic one is its constant part.
double constant_part(std::span<const double> signal);

/// Difference between the pitch of a signal and `expected_hz`, from the phase of the fundamental in its two halves.
double pitch_error_cents(std::span<const double> signal, double expected_hz, double rate_hz);

} // namespace soma::test
