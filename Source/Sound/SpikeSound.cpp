#include "Sound/SpikeSound.h"

#include "Sound/Loudness.h"
#include "Sound/SpikeKernel.h"

#include <algorithm>
#include <cmath>
#include <complex>
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

using std::numbers::pi;

constexpr double highest = 0.45; // of the sample rate: room for the bilinear transform's tangent

constexpr double action_potential_constants = 12.0; ///< time constants until the wave is back within 1 %
constexpr double tone_intervals = 4.0;              ///< a tone decays in the interval divided by this
constexpr double click_share = 0.6;                 ///< of the rate: the lowest edge of the click's band

/// Within [low, high]; `low` for what is not a number.
double held(double value, double low, double high) { return value > low ? std::min(value, high) : low; }

double action_potential_s(const SpikeSoundSettings& s) { return 1e-3 * held(s.action_potential_ms, 0.5, 20.0); }
double tone_hz(const SpikeSoundSettings& s) { return held(s.tone_hz, 20.0, 12000.0); }
double tone_decay_s(const SpikeSoundSettings& s) { return 1e-3 * held(s.tone_decay_ms, 1.0, 500.0); }
double click_low_hz(const SpikeSoundSettings& s) { return held(s.click_low_hz, 20.0, 5000.0); }

/// A design, and where its energy lies.
struct Shape {
    std::array<BiquadCoefficients, SpikeFilter::sections> section;
    unsigned used = 0;
    double centre_hz = 0.0, width_hz = 0.0;
    double ring_s = 0.0;
};

Shape impulse(const SpikeSoundSettings&, double rate, double) {
    constexpr double low_hz = 20.0, bright_hz = 12000.0, extended_rate_hz = 50000.0;
    const double w = std::tan(pi * std::min(low_hz, highest * rate) / rate), gain = 1.0 / (1.0 + w);
    Shape shape{{BiquadCoefficients{gain, -gain, 0.0, -(1.0 - w) * gain, 0.0}, {}}, 1, 0.0, rate, 0.2};
    if (rate > extended_rate_hz) {
        const double scale = 1.0 / std::tan(pi * bright_hz / rate);
        shape.section[1] = bilinear({1.0, 0.0, 0.0}, {1.0, std::numbers::sqrt2, 1.0}, scale);
        shape.used = 2;
    }
    return shape;
}

Shape click(const SpikeSoundSettings& settings, double rate, double interval_s) {
    const double low = std::min(std::max(click_low_hz(settings), click_share / interval_s), 0.3 * rate);
    const double least = std::max(1.1 * low, 4.0 * click_share / interval_s);
    const double most = std::max(1.1 * low, std::min(20000.0, highest * rate));
    const double high = std::min(std::max(held(settings.click_high_hz, 1.1 * low, most), least), most);
    // Corner frequencies in units where the bilinear scale is 1.
    const double w_low = std::tan(pi * low / rate), w_high = std::tan(pi * high / rate);
    const double band = w_high - w_low, centre2 = w_low * w_high;
    return {{bilinear({0.0, band, 0.0}, {centre2, band, 1.0}, 1.0), {}}, 1, std::sqrt(low * high), high, 4.0 / low};
}

Shape action_potential(const SpikeSoundSettings& settings, double rate, double interval_s) {
    const double duration = std::min(action_potential_s(settings), interval_s) * rate;
    const double w = std::min(action_potential_constants / duration, 3.0); // per sample
    const std::array<double, 3> poles{w * w, 2.0 * w, 1.0};
    const double centre_hz = w * rate / (2.0 * pi * std::numbers::sqrt3);
    return {{bilinear({0.0, w, 0.0}, poles, 2.0), bilinear({w * w, 0.0, 0.0}, poles, 2.0)},
            2,
            centre_hz,
            centre_hz,
            3.0 * duration / rate};
}

Shape tone(const SpikeSoundSettings& settings, double rate, double interval_s) {
    const double frequency = std::min(std::max(tone_hz(settings), 1.0 / interval_s), 0.4 * rate);
    const double decay_s = std::min(tone_decay_s(settings), interval_s / tone_intervals);
    const double w = 2.0 * pi * frequency / rate, radius = std::exp(-1.0 / (decay_s * rate));
    const double w_half = std::tan(0.5 * w);
    const BiquadCoefficients resonator{0.0, radius * std::sin(w), 0.0, -2.0 * radius * std::cos(w), radius * radius};
    return {{resonator, bilinear({0.0, 2.0 * w_half, 0.0}, {w_half * w_half, 2.0 * w_half, 1.0}, 1.0)},
            2,
            frequency,
            1.0 / (2.0 * pi * decay_s),
            24.0 * decay_s + 4.0 / frequency};
}

constexpr std::array<Shape (*)(const SpikeSoundSettings&, double, double), spike_sounds> shapes{impulse, click,
                                                                                                action_potential, tone};

std::complex<double> response(const std::array<BiquadCoefficients, SpikeFilter::sections>& sections, unsigned used,
                              double cycles_per_sample) {
    const auto z = std::polar(1.0, -2.0 * pi * cycles_per_sample);
    std::complex<double> product = 1.0;
    for (unsigned i = 0; i < used; ++i) {
        const auto& c = sections[i];
        product *= (c.b0 + z * (c.b1 + z * c.b2)) / (1.0 + z * (c.a1 + z * c.a2));
    }
    return product;
}

/// ∫ f df from 0 to half the sample rate, in cycles per sample, for an f that is largest around a centre: midpoints of
/// equal steps of the angle whose tangent is the distance from it. f gets the place and the width of its step.
template <class Function>
double integrate_around(const Shape& shape, double rate, Function f) {
    constexpr int steps = 64;
    const double centre = shape.centre_hz / rate, width = shape.width_hz / rate;
    const double begin = std::atan(-centre / width), end = std::atan((0.5 - centre) / width);
    const double step = (end - begin) / steps;
    double sum = 0.0;
    for (int i = 0; i < steps; ++i) {
        const double angle = begin + (i + 0.5) * step, tangent = std::tan(angle);
        const double share = width * (1.0 + tangent * tangent) * step;
        sum += f(centre + width * tangent, share) * share;
    }
    return sum;
}

} // namespace

double shortest_full_interval_s(SpikeSound sound, const SpikeSoundSettings& settings) noexcept {
    switch (sound) {
    case SpikeSound::impulse:
        break;
    case SpikeSound::click:
        return click_share / click_low_hz(settings);
    case SpikeSound::action_potential:
        return action_potential_s(settings);
    case SpikeSound::tone:
        return std::max(tone_intervals * tone_decay_s(settings), 1.0 / tone_hz(settings));
    }
    return 0.0;
}

SpikeFilter design_spike_filter(SpikeSound sound, const SpikeSoundSettings& settings, double sample_rate_hz,
                                double interval_s) noexcept {
    const Shape shape = shapes[static_cast<unsigned>(sound)](settings, sample_rate_hz, interval_s);
    SpikeFilter filter{shape.section, shape.used, 1.0, 0.0,
                       SpikeKernel::taps + static_cast<int>(std::ceil(shape.ring_s * sample_rate_hz))};
    double weighted = 0.0, energy = 0.0; // Σ y² = 2 ∫ |Y|² df
    energy = 2.0 * integrate_around(shape, sample_rate_hz, [&](double cycles, double width) {
                 const double power =
                     std::norm(response(shape.section, shape.used, cycles)) * SpikeKernel::shared().power(cycles);
                 weighted += 2.0 * width * power * k_weighting(cycles * sample_rate_hz);
                 return power;
             });
    filter.gain = std::sqrt(power_of(source_lufs) * sample_rate_hz / (reference_rate_hz * weighted));
    filter.energy = filter.gain * filter.gain * energy;
    return filter;
}

double likeness(const SpikeFilter& a, const SpikeFilter& b, SpikeSound sound, const SpikeSoundSettings& settings,
                double sample_rate_hz, double interval_s) noexcept {
    const Shape shape = shapes[static_cast<unsigned>(sound)](settings, sample_rate_hz, interval_s);
    const double common =
        2.0 * integrate_around(shape, sample_rate_hz, [&](double cycles, double) {
            const auto product = response(a.section, a.used, cycles) * std::conj(response(b.section, b.used, cycles));
            return product.real() * SpikeKernel::shared().power(cycles) * k_weighting(cycles * sample_rate_hz);
        });
    const double each = power_of(source_lufs) * sample_rate_hz / reference_rate_hz; // gain² · weighted energy
    return std::clamp(a.gain * b.gain * common / each, -1.0, 1.0);
}

} // namespace soma::sound
