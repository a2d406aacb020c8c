#pragma once

#include <array>

namespace soma::sound {

/// A band-limited impulse of integral 1 that starts at time 0 and is over after 32 samples: what one spike looks like
/// on an audio bus. Minimum phase, so no latency has to be reported; its energy arrives 2.7 samples after the spike.
/// Pass band to 0.37 of the sample rate, stop band −100 dB from 0.58; the unit of time is one sample, so one table
/// serves every sample rate.
///
/// Linear-phase prototype: sinc at 0.475 of the sample rate in a Kaiser window (β = 10.5), 32 values a sample. Its
/// minimum-phase twin comes from the folded real cepstrum (Oppenheim & Schafer, "Discrete-Time Signal Processing",
/// ch. 13) and is resampled to 256 phases by a natural cubic spline.
class SpikeKernel {
  public:
    static constexpr int taps = 32;
    static constexpr int phases = 256;

    /// The one table of the process, made by the first call (about 3 ms). Call it first outside the audio thread.
    static const SpikeKernel& shared();

    /// The 32 values k(d), k(d + 1) … k(d + 31) that a spike `d` samples before a row adds to that row and the next
    /// ones are low + blend·(high − low), linear between two phases; 0 ≤ d ≤ 1. `low` and `high` are aligned to 64
    /// bytes. Any thread.
    struct Values {
        const float *low, *high;
        float blend;
    };
    Values at(double d) const noexcept {
        const double position = d > 0.0 ? (d < 1.0 ? d : 1.0) * phases : 0.0; // not a number: 0
        const int phase = position < phases - 1 ? static_cast<int>(position) : phases - 1;
        const auto row = static_cast<unsigned>(phase);
        return {table_[row].data(), table_[row + 1].data(), static_cast<float>(position - phase)};
    }
    void at(double d, std::array<float, taps>& values) const noexcept {
        const auto [low, high, blend] = at(d);
        for (unsigned j = 0; j < taps; ++j) values[j] = low[j] + blend * (high[j] - low[j]);
    }

    /// The kernel's power gain, 0 ≤ cycles per sample ≤ ½. Any thread.
    double power(double cycles) const noexcept {
        const double position = (cycles > 0.0 ? (cycles < 0.5 ? cycles : 0.5) : 0.0) * 2.0 * power_steps;
        const auto step = static_cast<unsigned>(position < power_steps - 1 ? position : power_steps - 1);
        return power_[step] + (position - step) * (power_[step + 1] - power_[step]);
    }

  private:
    SpikeKernel();

    static constexpr int power_steps = 128;
    std::array<double, power_steps + 1> power_;
    alignas(64) std::array<std::array<float, taps>, phases + 1> table_;
};

} // namespace soma::sound
