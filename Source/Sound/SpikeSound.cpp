#include "Sound/SpikeSound.h"

#include "Sound/SpikeKernel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace soma::sound {

BiquadCoefficients bilinear(std::array<double, 3> numerator, std::array<double, 3> denominator, double scale) {
    const auto at = [scale](const std::array<double, 3>& c, double sign) {
        return c[0] + sign * c[1] * scale + c[2] * scale * scale;
    };
    const auto middle = [scale](const std::array<double, 3>& c) { return 2.0 * (c[0] - c[2] * scale * scale); };
    const double unit = at(denominator, 1.0);
    return {at(numerator, 1.0) / unit, middle(numerator) / unit, at(numerator, -1.0) / unit, middle(denominator) / unit,
            at(denominator, -1.0) / unit};
}

namespace {

constexpr double highest = 0.45; // of the sample rate: room for the bilinear transform's tangent

/// Within [low, high]; `low` for what is not a number.
double held(double value, double low, double high) { return value > low ? std::min(value, high) : low; }

/// A design and how long (samples) to look for its peak.
struct Shape {
    std::array<BiquadCoefficients, SpikeFilter::sections> section;
    unsigned used = 0;
    double peak_within = 0.0;
};

Shape impulse(const SpikeSoundSettings&, double) { return {}; }

Shape click(const SpikeSoundSettings& settings, double rate) {
    const double low = held(settings.click_low_hz, 20.0, std::min(5000.0, 0.4 * rate));
    const double high = held(settings.click_high_hz, 1.1 * low, std::max(1.1 * low, std::min(20000.0, highest * rate)));
    // Corner frequencies in units where the bilinear scale is 1.
    const double w_low = std::tan(std::numbers::pi * low / rate), w_high = std::tan(std::numbers::pi * high / rate);
    const double band = w_high - w_low, centre2 = w_low * w_high;
    return {{bilinear({0.0, band, 0.0}, {centre2, band, 1.0}, 1.0), {}}, 1, rate / high};
}

Shape action_potential(const SpikeSoundSettings& settings, double rate) {
    constexpr double time_constants = 12.0, peak_at = 3.0 - std::numbers::sqrt3; // in units of 1/ω
    const double duration = held(settings.action_potential_ms, 0.5, 20.0) * 1e-3 * rate;
    const double w = time_constants / duration; // per sample
    const std::array<double, 3> poles{w * w, 2.0 * w, 1.0};
    return {{bilinear({0.0, w, 0.0}, poles, 2.0), bilinear({w * w, 0.0, 0.0}, poles, 2.0)}, 2, 2.0 * peak_at / w};
}

Shape tone(const SpikeSoundSettings& settings, double rate) {
    const double frequency = held(settings.tone_hz, 20.0, std::min(12000.0, 0.4 * rate));
    const double w = 2.0 * std::numbers::pi * frequency / rate;
    const double radius = std::exp(-1000.0 / (held(settings.tone_decay_ms, 5.0, 50.0) * rate));
    const BiquadCoefficients resonator{0.0, radius * std::sin(w), 0.0, -2.0 * radius * std::cos(w), radius * radius};
    return {{resonator, {}}, 1, rate / frequency};
}

constexpr std::array<Shape (*)(const SpikeSoundSettings&, double), spike_sounds> shapes{impulse, click,
                                                                                        action_potential, tone};

/// Largest sample of one spike over a few places between two samples.
double peak_of_one_spike(const Shape& shape) {
    constexpr int places = 4;
    const int samples = SpikeKernel::taps + static_cast<int>(std::ceil(shape.peak_within));
    std::array<float, SpikeKernel::taps> values;
    double peak = 0.0;
    for (int place = 0; place < places; ++place) {
        SpikeKernel::shared().at((place + 0.5) / places, values);
        std::array<StereoBiquad, SpikeFilter::sections> memory;
        for (int n = 0; n < samples; ++n) {
            const double x = n < SpikeKernel::taps ? static_cast<double>(values[static_cast<unsigned>(n)]) : 0.0;
            std::array<StereoFrame, 1> frame{{{x, x}}};
            for (unsigned i = 0; i < shape.used; ++i) memory[i].process(shape.section[i], frame);
            peak = std::max(peak, std::abs(frame[0][0]));
        }
    }
    return peak;
}

} // namespace

SpikeFilter design_spike_filter(SpikeSound sound, const SpikeSoundSettings& settings, double sample_rate_hz) {
    const Shape shape = shapes[static_cast<unsigned>(sound)](settings, sample_rate_hz);
    return {shape.section, shape.used, spike_peak / peak_of_one_spike(shape)};
}

} // namespace soma::sound
