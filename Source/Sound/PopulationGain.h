#pragma once

#include <span>
#include <vector>

namespace soma::sound {

/// Gain of one neuron into the two channels; {1, 1} is the centre.
struct StereoGain {
    float left = 1.0f;
    float right = 1.0f;
};

/// Gain of N neurons, by which N independent ones are as loud as one: 1/√N. 1/N would make a population
/// vanish, no law would make it clip.
double population_gain(int neurons) noexcept;

/// Where neurons sit between left and right. Constant power, scaled so that the centre is {1, 1}.
class Pan {
  public:
    /// Makes the tables: construct outside the audio thread.
    Pan();

    /// Neurons of a population spread by the golden ratio, θ = ½π·frac(0.618034·i): any number of them is balanced.
    /// One alone sits at the centre. The list repeats for neurons beyond its size.
    std::span<const StereoGain> population(int neurons) const noexcept;

    /// Neurons of separate input channels side by side, the first left, the last right. One alone: centre.
    std::span<const StereoGain> channels(int count) const noexcept;

    static constexpr int max_channels = 64;

  private:
    std::vector<StereoGain> golden_;
    std::vector<StereoGain> rows_; ///< for 1, 2 … max_channels channels, one after the other
};

} // namespace soma::sound
