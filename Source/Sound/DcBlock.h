#pragma once

#include "Core/Math.h"
#include "Sound/Biquad.h"

#include <cmath>
#include <numbers>
#include <span>

namespace soma::sound {

/// First-order high-pass at 5 Hz: −3 dB there, −0.26 dB at 20 Hz. Starts as if its first input had been there for ever,
/// so that loading a neuron at −70 mV makes no thump. Audio thread.
class DcBlock {
  public:
    static constexpr double corner_hz = 5.0;

    void prepare(double sample_rate_hz) noexcept {
        const double w = std::tan(std::numbers::pi * corner_hz / sample_rate_hz);
        gain_ = 1.0 / (1.0 + w);
        pole_ = (1.0 - w) / (1.0 + w);
        reset();
    }

    void reset() noexcept { at_rest_ = true; }

    /// `out` is as long as `in`. A value that is no usable number repeats the one before it.
    void process(std::span<const double> in, std::span<double> out) noexcept {
        if (in.empty()) return;
        if (at_rest_) {
            at_rest_ = false;
            last_ = usable(in[0], largest) ? in[0] : 0.0;
            output_ = 0.0;
        }
        double last = last_, y = output_;
        const double gain = gain_, pole = pole_;
        for (std::size_t n = 0; n < in.size(); ++n) {
            const double x = usable(in[n], largest) ? in[n] : last;
            y = (gain * (x - last) + denormal_guard) + pole * y;
            last = x;
            out[n] = y;
        }
        last_ = last;
        output_ = y;
    }

  private:
    static constexpr double largest = 1e12;
    double gain_ = 1.0, pole_ = 0.0, last_ = 0.0, output_ = 0.0;
    bool at_rest_ = true;
};

} // namespace soma::sound
