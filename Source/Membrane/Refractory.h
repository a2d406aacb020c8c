#pragma once

#include "Membrane/Model.h"

#include <cmath>

namespace soma::membrane {

/// The rest of an absolute refractory period: V is held, the input ignored, until an exact instant.
struct Refractory {
    double left_ms = 0.0;

    bool active() const noexcept { return left_ms > 0.0; }

    Segment hold(double voltage_mv, double duration_ms) noexcept {
        if (left_ms > duration_ms) {
            left_ms -= duration_ms;
            return {duration_ms, Event::none, voltage_mv, 0.0, voltage_mv, 0.0, 1};
        }
        const double elapsed_ms = left_ms;
        left_ms = 0.0;
        return {elapsed_ms, Event::release, voltage_mv, 0.0, voltage_mv, 0.0, 1};
    }
};

/// An active refractory period, counted in samples: it ends rest_ms > 0 into the one after so many whole ones. To take
/// samples away is exact, however many at a time.
struct RefractorySamples {
    double whole, rest_ms;

    static RefractorySamples of(const Refractory& refractory, double step_ms) noexcept {
        const auto rest_after = [&](double samples) {
            return std::fma(-samples, step_ms, refractory.left_ms); // exact
        };
        double whole = std::ceil(refractory.left_ms / step_ms) - 1.0;
        if (rest_after(whole) <= 0.0) whole -= 1.0;
        return {whole, rest_after(whole)};
    }
    Refractory refractory(double step_ms) const noexcept { return {std::fma(whole, step_ms, rest_ms)}; }
};

} // namespace soma::membrane
