#pragma once

#include "Engine/Models.h"

#include <array>
#include <cstddef>
#include <vector>

namespace soma {

/// How loud V of a model is: what makes one cell as loud as another.

/// Full scale per mV at which V of the firing neuron has about sound::source_lufs, from the height of its spikes in V
/// and their usual shape; of models that do not fire, −46 dBFS/mV. RT.
double voltage_scale_per_mv(const Snapshot&) noexcept;

/// How loud one neuron's V is when it fires in tune, note by note: the rms in mV behind the loudness weighting, for
/// frequencies from lowest_hz on, four an octave. Plain data.
class VoltageLoudness {
  public:
    static constexpr double lowest_hz = 8.0, steps_per_octave = 4.0;
    static constexpr std::size_t steps = 46; ///< up to 19.5 kHz

    /// From V over one period at equally spaced instants, a power of two of them. Allocates.
    static VoltageLoudness of_period(const std::vector<double>& voltage_mv);

    /// At one frequency; 0: not known. RT.
    double rms_mv(double frequency_hz) const noexcept;

  private:
    std::array<float, steps> rms_mv_{};
};

} // namespace soma
