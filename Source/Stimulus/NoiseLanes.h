#pragma once

#include "Stimulus/OrnsteinUhlenbeck.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace soma::stimulus {

/// Ornstein–Uhlenbeck noise of many neurons at once: neuron i's numbers are, bit for bit on every SIMD target, those of
/// an OrnsteinUhlenbeck with its seed, whenever each neuron was started. RT after prepare.
class NoiseLanes {
  public:
    /// Allocates.
    void prepare(std::size_t max_neurons);

    void start(std::size_t neuron, std::uint64_t seed) noexcept;

    /// The next `frames` numbers of neurons first … first + count − 1: neuron first + i's number of sample k comes to
    /// out[k·stride + i].
    void fill(const OrnsteinUhlenbeck::Coeffs& coeffs, std::size_t first, std::size_t count, std::size_t frames,
              double* out, std::size_t stride) noexcept;

  private:
    // State of SplitMix64, NormalRandom and OrnsteinUhlenbeck, one array each.
    std::vector<std::uint64_t> uniform_, has_spare_; ///< has_spare_: all bits or none
    std::vector<double> spare_, value_;
};

} // namespace soma::stimulus
