#pragma once

#include <array>
#include <span>

namespace soma::sound {

/// y[n] = b0·x[n] + b1·x[n−1] + b2·x[n−2] − a1·y[n−1] − a2·y[n−2]. The default passes its input.
struct BiquadCoefficients {
    double b0 = 1.0, b1 = 0.0, b2 = 0.0, a1 = 0.0, a2 = 0.0;
};

/// (n0 + n1·s + n2·s²)/(d0 + d1·s + d2·s²) by the bilinear transform s = scale·(1 − z⁻¹)/(1 + z⁻¹).
BiquadCoefficients bilinear(std::array<double, 3> numerator, std::array<double, 3> denominator, double scale);

/// Added to the input of every recursive filter, so that no memory decays into denormal numbers, which would cost a
/// hundred times as much as normal ones. −500 dBFS: the output stage removes it.
constexpr double denormal_guard = 1e-25;

using StereoFrame = std::array<double, 2>;

/// Memory of one biquad for two channels, transposed direct form II. Audio thread.
class StereoBiquad {
  public:
    void reset() noexcept { first_ = second_ = {}; }

    /// In place.
    void process(const BiquadCoefficients& coefficients, std::span<StereoFrame> frames) noexcept {
        const auto c = coefficients;
        auto first = first_, second = second_;
        for (auto& frame : frames)
            for (unsigned i = 0; i < 2; ++i) {
                const double x = frame[i] + denormal_guard;
                const double y = c.b0 * x + first[i];
                first[i] = (c.b1 * x + second[i]) - c.a1 * y;
                second[i] = c.b2 * x - c.a2 * y;
                frame[i] = y;
            }
        first_ = first;
        second_ = second;
    }

  private:
    StereoFrame first_{}, second_{};
};

} // namespace soma::sound
