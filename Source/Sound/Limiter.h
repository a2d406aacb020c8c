#pragma once

#include <cstdint>
#include <span>

namespace soma::sound {

/// Last stage before the loudspeaker: instant attack, 50 ms release, no latency, both channels by one gain. A value
/// that is not a finite number becomes silence and is counted. Audio thread.
///
/// No sample leaves above −2.1 dBFS. Samples held to a ceiling overshoot it between each other once a converter joins
/// them; a limiter without latency cannot see that coming, so the ceiling leaves room for it. Measured at 8 times the
/// sample rate: clicks, action potentials, tones and voltage 6 dB too loud stay below −1 dBTP (ITU-R BS.1770), raw
/// impulses below −0.5; 40 dB too loud all stay below +0.3. White noise 40 dB too loud reaches +2.9.
class Limiter {
  public:
    static constexpr double ceiling = 0.78523563461007173; ///< −2.1 dBFS
    static constexpr double release_s = 0.05;

    void prepare(double sample_rate_hz) noexcept;
    void reset() noexcept { reduction_ = 0.0; }

    /// In place; both spans have one length.
    void process(std::span<double> left, std::span<double> right) noexcept;

    /// Gain in force, 1 when nothing is held back.
    double gain() const noexcept { return 1.0 - reduction_; }
    /// Samples replaced since construction.
    std::uint64_t not_finite() const noexcept { return not_finite_; }

  private:
    void hold_back(double& left, double& right) noexcept;

    double keep_ = 0.0;      ///< of the reduction, per sample
    double reduction_ = 0.0; ///< 1 − gain
    std::uint64_t not_finite_ = 0;
};

} // namespace soma::sound
