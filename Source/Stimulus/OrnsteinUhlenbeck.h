#pragma once

#include "Core/PortableMath.h"
#include "Core/Random.h"

#include <cmath>

namespace soma::stimulus {

/// Ornstein–Uhlenbeck noise with rms 1, one number a step: exact for any step (Gillespie 1996), and from portable
/// arithmetic, so that a seed gives the same numbers on every platform.
class OrnsteinUhlenbeck {
  public:
    struct Coeffs {
        double decay, noise_gain;
        Coeffs(double step_ms, double tau_ms)
            : decay(portable::exp(-std::fmin(step_ms / tau_ms, 600.0)))
            , noise_gain(std::sqrt(1.0 - decay * decay)) {}
    };

    explicit OrnsteinUhlenbeck(std::uint64_t seed)
        : normal_(seed) {
        value_ = normal_.next();
    }

    double next(const Coeffs& coeffs) noexcept {
        const double now = value_;
        value_ = coeffs.decay * value_ + coeffs.noise_gain * normal_.next();
        return now;
    }

    // State from which NoiseLanes goes on.
    const NormalRandom& normal() const { return normal_; }
    double value() const { return value_; }

  private:
    NormalRandom normal_;
    double value_;
};

} // namespace soma::stimulus
