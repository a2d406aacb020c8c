#include "Stimulus/Stimulator.h"

#include "Core/Limits.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace soma::stimulus {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// Edges closer than this to a sample's instant (in samples) count as on it: the rounding error of n·step makes no
/// separate segment.
constexpr double on_grid = 1e-9;

} // namespace

void Stimulator::set(const StimulatorSettings& settings) noexcept {
    if (settings == settings_) return;
    const bool reseed = settings.seed != settings_.seed;
    settings_ = settings;
    if (settings_.shape == Shape::train && settings_.period_ms == 0.0)
        settings_.period_ms = 2.0 * settings_.duration_ms;
    if (reseed) restart();
}

double Stimulator::end_ms() const noexcept {
    const auto& s = settings_;
    if (s.shape == Shape::off) return 0.0;
    if (s.duration_ms == 0.0 || (s.period_ms > 0.0 && s.count == 0)) return never;
    const int onsets = s.period_ms > 0.0 ? s.count : 1;
    return s.delay_ms + (onsets - 1) * s.period_ms + s.duration_ms;
}

Stimulator::Window Stimulator::window_at(double time_ms) const noexcept {
    const auto& s = settings_;
    if (s.shape == Shape::off) return {false, 0.0, never};
    if (time_ms < s.delay_ms) return {false, 0.0, s.delay_ms};
    double index = s.period_ms > 0.0 ? std::floor((time_ms - s.delay_ms) / s.period_ms) : 0.0;
    if (s.period_ms > 0.0 && s.count > 0) index = std::fmin(index, s.count - 1);
    const double onset_ms = s.delay_ms + index * s.period_ms;
    const bool repeats = s.period_ms > 0.0 && (s.count == 0 || index + 1 < s.count);
    const double next_onset_ms = repeats ? onset_ms + s.period_ms : never;
    const double end_ms = s.duration_ms > 0.0 ? onset_ms + s.duration_ms : never;
    const bool active = time_ms < end_ms;
    return {active, onset_ms, active ? std::fmin(end_ms, next_onset_ms) : next_onset_ms};
}

/// Radians since the onset.
double Stimulator::phase(double ms) const noexcept {
    const double s = 1e-3 * ms;
    const double length_s = 1e-3 * settings_.duration_ms;
    const double bend = settings_.shape == Shape::chirp && length_s > 0.0
                            ? 0.5 * (settings_.end_frequency_hz - settings_.frequency_hz) / length_s
                            : 0.0;
    return 2.0 * std::numbers::pi * s * (settings_.frequency_hz + bend * s);
}

double Stimulator::mean_pa(double from_ms, double to_ms) const noexcept {
    const auto& s = settings_;
    switch (s.shape) {
    case Shape::ramp: {
        const double share = s.duration_ms > 0.0 ? 0.5 * (from_ms + to_ms) / s.duration_ms : 0.0;
        return s.start_pa + (s.amplitude_pa - s.start_pa) * share;
    }
    case Shape::sine:
    case Shape::chirp: {
        // The mean of sin between two phases, cos a − cos b = 2 sin((a+b)/2) sin((b−a)/2), without cancellation. A
        // chirp's phase is taken as linear within the sample.
        const double a = phase(from_ms), b = phase(to_ms), half = 0.5 * (b - a);
        return s.amplitude_pa * std::sin(0.5 * (a + b)) * (std::abs(half) < 1e-8 ? 1.0 : std::sin(half) / half);
    }
    default:
        return s.amplitude_pa;
    }
}

double Stimulator::next_noise(double step_ms) noexcept {
    return settings_.amplitude_pa * noise_.next(OrnsteinUhlenbeck::Coeffs(step_ms, settings_.tau_ms));
}

void Stimulator::note_onset(const Window& window, int sample, double offset, Current& current) noexcept {
    if (!window.active || window.onset_ms == noted_onset_ms_) return;
    noted_onset_ms_ = window.onset_ms;
    current.add_onset(sample, offset);
}

void Stimulator::add_to(Current& current, int frames, const Clock& clock) noexcept {
    const auto shape = settings_.shape;
    if (shape == Shape::off) return;
    const bool constant = shape == Shape::step || shape == Shape::pulse || shape == Shape::train;
    const double step_ms = clock.step_ms(), tolerance_ms = on_grid * step_ms;
    for (int k = 0; k < frames;) {
        const double begin_ms = clock.at_ms(k), end_ms = clock.at_ms(k + 1);
        const double noise_pa = shape == Shape::noise ? next_noise(step_ms) : 0.0;
        double from_ms = begin_ms, before_pa = 0.0;
        auto window = window_at(from_ms + tolerance_ms);
        note_onset(window, k, 0.0, current);
        if (constant && window.next_edge_ms > end_ms - tolerance_ms) {
            const double whole = std::floor((window.next_edge_ms - begin_ms) / step_ms + on_grid);
            const int until = static_cast<int>(std::fmin(frames, k + std::fmax(1.0, whole)));
            if (window.active)
                for (int i = k; i < until; ++i) current.add(i, settings_.amplitude_pa);
            k = until;
            continue;
        }
        for (int part = 0; from_ms < end_ms; ++part) {
            const bool crowded = part == limits::edges_per_sample;
            const bool cut = !crowded && window.next_edge_ms < end_ms - tolerance_ms;
            const double to_ms = cut ? window.next_edge_ms : end_ms;
            double pa = 0.0;
            if (crowded)
                pa = settings_.amplitude_pa * std::fmin(1.0, settings_.duration_ms / settings_.period_ms);
            else if (window.active)
                pa = shape == Shape::noise ? noise_pa : mean_pa(from_ms - window.onset_ms, to_ms - window.onset_ms);
            if (from_ms == begin_ms)
                current.add(k, pa);
            else
                current.add_jump(k, (from_ms - begin_ms) / step_ms, pa - before_pa);
            before_pa = pa;
            from_ms = to_ms;
            if (!cut) continue;
            window = window_at(from_ms + tolerance_ms);
            note_onset(window, k, (from_ms - begin_ms) / step_ms, current);
        }
        ++k;
    }
}

} // namespace soma::stimulus
