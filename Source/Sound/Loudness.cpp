#include "Sound/Loudness.h"

#include <complex>

namespace soma::sound {

/// The analogue filters that BS.1770's two biquads are made from by the bilinear transform: a high shelf of +4 dB, and
/// a high-pass of second order.
double k_weighting(double frequency_hz) noexcept {
    constexpr double shelf_hz = 1681.974450955533, shelf_q = 0.7071752369554196;
    constexpr double shelf_gain = 1.5848647011308556, shelf_middle = 1.2587209302325579; // 3.9998 dB; gain^0.49967
    constexpr double pass_hz = 38.13547087602444, pass_q = 0.5003270373238773;
    using Complex = std::complex<double>;
    const Complex s(0.0, frequency_hz / shelf_hz), t(0.0, frequency_hz / pass_hz);
    const double shelf =
        std::norm((shelf_gain * s * s + shelf_middle / shelf_q * s + 1.0) / (s * s + s / shelf_q + 1.0));
    const double pass = std::norm(t * t / (t * t + t / pass_q + 1.0));
    return shelf * pass;
}

} // namespace soma::sound
