#pragma once

#include <cmath>

/// Loudness after ITU-R BS.1770-4: the mean square of each channel behind a weighting filter, summed over the channels.
namespace soma::sound {

/// Every source of the mix has this loudness at 0 dB: spikes and voltage of one neuron that fires regularly, at any
/// rate from reference_rate_hz on, whatever its model and the spikes' sound. Two of them together are 3 LU louder.
constexpr double source_lufs = -24.0;

/// Spikes that come more slowly keep the energy they have at this rate: 3 LU less for each halving of the rate. Louder
/// ones would have to exceed full scale: single clicks peak near −4 dBFS.
constexpr double reference_rate_hz = 100.0;

/// Mean square of a weighted signal that is the same in both channels.
inline double power_of(double lufs) { return 0.5 * std::pow(10.0, 0.1 * (lufs + 0.691)); }

/// The weighting's power gain. Any thread.
double k_weighting(double frequency_hz) noexcept;

} // namespace soma::sound
