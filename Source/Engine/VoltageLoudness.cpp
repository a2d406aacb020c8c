#include "Engine/VoltageLoudness.h"

#include "Core/Fourier.h"
#include "Sound/Loudness.h"
#include "Sound/Mixer.h"

#include <algorithm>
#include <cmath>
#include <complex>

namespace soma {
namespace {

constexpr double highest_hz = 20000.0;

/// Full scale times mV for a spike of that many mV, from the loudness of each model's default cell at 441 Hz.
constexpr double sawtooth = 0.142, action_potential = 0.207, quadratic = 0.360, exponential = 0.545;

double scaled(double shape, double height_mv) {
    constexpr double least_mv = 1.0, most_mv = 300.0;
    return shape / std::clamp(std::abs(height_mv), least_mv, most_mv);
}

} // namespace

double voltage_scale_per_mv(const Snapshot& values) noexcept {
    constexpr double squid_mv = 115.0;
    switch (values.choice<ModelId>(Id::model)) {
    case ModelId::rest:
    case ModelId::r:
    case ModelId::rc:
    case ModelId::channel:
        return sound::full_scale_per_mv;
    case ModelId::lif:
    case ModelId::glif1:
    case ModelId::glif2:
    case ModelId::glif3:
    case ModelId::glif4:
    case ModelId::glif5:
        return scaled(sawtooth, values[Id::threshold_mv] - values[Id::reset_mv]);
    case ModelId::hh:
        return scaled(action_potential, squid_mv);
    case ModelId::izhikevich:
        return scaled(quadratic, values[Id::izh_peak_mv] - values[Id::izh_c_mv]);
    case ModelId::adex:
        return scaled(exponential, values[Id::adex_peak_mv] - values[Id::reset_mv]);
    }
    return sound::full_scale_per_mv;
}

VoltageLoudness VoltageLoudness::of_period(const std::vector<double>& voltage_mv) {
    std::vector<std::complex<double>> spectrum(voltage_mv.begin(), voltage_mv.end());
    fourier_transform(spectrum);
    const double all = static_cast<double>(spectrum.size());
    VoltageLoudness loudness;
    for (std::size_t step = 0; step < steps; ++step) {
        const double frequency_hz = lowest_hz * std::exp2(static_cast<double>(step) / steps_per_octave);
        double power = 0.0;
        for (std::size_t k = 1; k < spectrum.size() / 2; ++k) {
            const double harmonic_hz = static_cast<double>(k) * frequency_hz;
            if (harmonic_hz > highest_hz) break;
            power += 2.0 * std::norm(spectrum[k] / all) * sound::k_weighting(harmonic_hz);
        }
        loudness.rms_mv_[step] = static_cast<float>(std::sqrt(power));
    }
    return loudness;
}

double VoltageLoudness::rms_mv(double frequency_hz) const noexcept {
    const double position = std::clamp(steps_per_octave * std::log2(std::max(frequency_hz, lowest_hz) / lowest_hz), 0.0,
                                       static_cast<double>(steps - 1));
    const auto step = std::min(static_cast<std::size_t>(position), steps - 2);
    const double share = position - static_cast<double>(step);
    return (1.0 - share) * static_cast<double>(rms_mv_[step]) + share * static_cast<double>(rms_mv_[step + 1]);
}

} // namespace soma
