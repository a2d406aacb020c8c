#pragma once

#include <span>

namespace soma::sound {

/// Membrane potential as a gliding tone, for slow membranes that cannot be heard otherwise: 220 Hz at −65 mV, one
/// octave per 40 mV, held to 80 … 3000 Hz. V is smoothed over 3 ms, so a reset glides instead of clicking; the phase
/// never jumps. Audio thread.
class PitchMonitor {
  public:
    /// The exact law, without smoothing. Any thread.
    static double frequency_hz(double v_mv);

    void prepare(double sample_rate_hz) noexcept;

    /// The next value of V is taken as it is, phase 0.
    void reset() noexcept { at_rest_ = true; }

    /// A sine of amplitude 1 for V = scale·v_mv. A V that is not a number leaves the pitch where it was.
    void process(std::span<const double> v_mv, double scale, std::span<double> out) noexcept;

  private:
    double seconds_per_sample_ = 0.0, smoothing_ = 1.0;
    double v_mv_ = 0.0, phase_ = 0.0; ///< phase in turns, 0 … 1
    bool at_rest_ = true;
};

} // namespace soma::sound
