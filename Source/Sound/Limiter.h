#pragma once

#include "Sound/TruePeakGuard.h"

#include <cstdint>
#include <span>

namespace soma::sound {

/// Last stage before the loudspeaker: instant attack, 50 ms release, no latency, both channels by one gain. A value
/// that is not a finite number becomes silence and is counted. Audio thread.
///
/// The curve that a converter draws through samples held to a ceiling overshoots it between them, the more the harder
/// they are held; a limiter without latency cannot see that coming. So the ceiling falls with the gain, from `ceiling`
/// where nothing is held back to `lowest_ceiling`, which leaves room for nearly every sound; TruePeakGuard holds back
/// the rest, such as binary noise. The true peak (ITU-R BS.1770, at 8 times the sample rate) stays below −1 dBTP
/// always.
class Limiter {
  public:
    static constexpr double ceiling = 0.69183097091893653;        ///< −3.2 dBFS
    static constexpr double lowest_ceiling = 0.44668359215096315; ///< −7 dBFS
    static constexpr double release_s = 0.05;

    void prepare(double sample_rate_hz) noexcept;
    void reset() noexcept {
        reduction_ = 0.0;
        guard_.reset();
    }

    /// In place; both spans have one length.
    void process(std::span<double> left, std::span<double> right) noexcept;

    /// Gain in force, 1 when nothing is held back.
    double gain() const noexcept { return 1.0 - reduction_; }
    /// Samples replaced since construction.
    std::uint64_t not_finite() const noexcept { return not_finite_; }

  private:
    bool all_within(std::span<const double> left, std::span<const double> right) const noexcept;
    void hold_back(double& left, double& right) noexcept;

    double keep_ = 0.0;      ///< of the reduction, per sample
    double reduction_ = 0.0; ///< 1 − gain
    std::uint64_t not_finite_ = 0;
    TruePeakGuard guard_;
};

} // namespace soma::sound
