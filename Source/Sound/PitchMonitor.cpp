#include "Sound/PitchMonitor.h"

#include "Core/Math.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace soma::sound {
namespace {

constexpr double reference_hz = 220.0, reference_mv = -65.0, mv_per_octave = 40.0;
constexpr double lowest_hz = 80.0, highest_hz = 3000.0;
constexpr double smoothing_s = 0.003;
constexpr double usable_mv = 1e6;

} // namespace

double PitchMonitor::frequency_hz(double v_mv) {
    return std::clamp(reference_hz * std::exp2((v_mv - reference_mv) / mv_per_octave), lowest_hz, highest_hz);
}

void PitchMonitor::prepare(double sample_rate_hz) noexcept {
    seconds_per_sample_ = 1.0 / sample_rate_hz;
    smoothing_ = -std::expm1(-1.0 / (smoothing_s * sample_rate_hz));
    reset();
}

void PitchMonitor::process(std::span<const double> v_mv, double scale, std::span<double> out) noexcept {
    for (std::size_t n = 0; n < v_mv.size(); ++n) {
        double v = scale * v_mv[n];
        if (!usable(v, usable_mv)) v = at_rest_ ? reference_mv : v_mv_;
        if (at_rest_) {
            at_rest_ = false;
            v_mv_ = v;
            phase_ = 0.0;
        }
        v_mv_ += smoothing_ * (v - v_mv_);
        phase_ += frequency_hz(v_mv_) * seconds_per_sample_;
        phase_ -= std::floor(phase_);
        out[n] = std::sin(2.0 * std::numbers::pi * phase_);
    }
}

} // namespace soma::sound
