#pragma once

#include <algorithm>
#include <cmath>

namespace soma::sound {

/// N neurons in step are √N times as loud as N that fire independently and are scaled by 1/√N. This gain takes that
/// back: it follows the power that is heard against the power that independent neurons would have, and is 1 when they
/// are equal, 1/√N in full synchrony. From the one to the other it takes about a second. Audio thread.
class CoherenceGain {
  public:
    static constexpr double gain_s = 0.1; ///< time constant

    /// `power_s`, the time constant of both powers, is longer than what one neuron's spike sounds, or its tail would be
    /// taken for others'.
    void prepare(double sample_rate_hz, double power_s) noexcept {
        power_share_ = -std::expm1(-1.0 / (power_s * sample_rate_hz));
        gain_share_ = -std::expm1(-1.0 / (gain_s * sample_rate_hz));
        reset();
    }
    void reset() noexcept {
        heard_ = independent_ = silence;
        coherence_ = 1.0;
    }

    /// For one sample: both powers, and how many neurons there are.
    double next(double heard, double independent, double neurons) noexcept {
        heard_ += power_share_ * (heard - heard_) + silence;
        independent_ += power_share_ * (independent - independent_) + silence;
        const double coherence = std::min(std::max(heard_ / independent_, 1.0), neurons);
        coherence_ += gain_share_ * (coherence - coherence_);
        return 1.0 / std::sqrt(coherence_);
    }

  private:
    static constexpr double silence = 1e-20; ///< keeps a silence a number, and normal
    double power_share_ = 1.0, gain_share_ = 1.0;
    double heard_ = silence, independent_ = silence, coherence_ = 1.0;
};

} // namespace soma::sound
