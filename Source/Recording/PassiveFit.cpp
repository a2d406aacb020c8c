#include "Recording/PassiveFit.h"

#include "Core/Units.h"

#include <cmath>

namespace soma::recording {
namespace {

/// Sums of V = rest·unit + resistance·filtered + what the first voltage leaves behind, which is known.
struct Sums {
    double n = 0.0, x = 0.0, xx = 0.0, y = 0.0, xy = 0.0, yy = 0.0, u = 0.0, uu = 0.0, ux = 0.0, uy = 0.0;
};

/// E enters as E·(1 − e^(−t/τ)): V begins at the sweep's first voltage.
Sums sums_at(std::span<const FitSweep> sweeps, double tau_ms) {
    Sums s;
    for (const auto& sweep : sweeps) {
        const double kept = std::exp(-sweep.bin_ms / tau_ms);
        // Means over a bin: of what decays, e^(−t/τ) is (1 − kept)·τ/bin of its value at the bin's beginning.
        const double mean = (1.0 - kept) * tau_ms / sweep.bin_ms;
        const double end_ms = sweep.spikes_ms.empty() ? sweep.duration_ms() : sweep.spikes_ms.front();
        double filtered = 0.0, decay = 1.0;
        for (std::size_t b = 0; b < sweep.voltage_mv.size(); ++b) {
            if (static_cast<double>(b + 1) * sweep.bin_ms > end_ms - 1.0) break;
            const double current = sweep.current_pa[b];
            const double x = current + (filtered - current) * mean;
            const double u = 1.0 - decay * mean;
            const double y = sweep.voltage_mv[b] - sweep.begin_mv * decay * mean;
            filtered = current + (filtered - current) * kept;
            decay *= kept;
            s.n += 1.0;
            s.xx += x * x;
            s.xy += x * y;
            s.yy += y * y;
            s.uu += u * u;
            s.ux += u * x;
            s.uy += u * y;
        }
    }
    return s;
}

struct Line {
    double rest, slope, left; ///< left: sum of squares
};
Line solve(const Sums& s) {
    const double determinant = s.uu * s.xx - s.ux * s.ux;
    const double rest = (s.xx * s.uy - s.ux * s.xy) / determinant;
    const double slope = (s.uu * s.xy - s.ux * s.uy) / determinant;
    return {rest, slope, std::max(0.0, s.yy - rest * s.uy - slope * s.xy)};
}

} // namespace

std::optional<PassiveFit> fit_passive(std::span<const FitSweep> sweeps) {
    const auto left = [&](double log_tau) { return solve(sums_at(sweeps, std::exp(log_tau))).left; };
    constexpr double golden = 0.6180339887498949, shortest_ms = 0.2, longest_ms = 500.0, width = 1e-7;
    double a = std::log(shortest_ms), b = std::log(longest_ms);
    double c = b - golden * (b - a), d = a + golden * (b - a), at_c = left(c), at_d = left(d);
    while (b - a > width) {
        if (at_c < at_d) {
            b = d;
            d = c;
            at_d = at_c;
            at_c = left(c = b - golden * (b - a));
        } else {
            a = c;
            c = d;
            at_c = at_d;
            at_d = left(d = a + golden * (b - a));
        }
    }
    const double tau_ms = std::exp(0.5 * (a + b));
    const auto sums = sums_at(sweeps, tau_ms);
    const auto line = solve(sums);
    const bool found = sums.n > 10.0 && std::isfinite(line.slope) && line.slope > 0.0;
    if (!found) return std::nullopt;
    return PassiveFit{line.rest, line.slope / units::mv_per_mohm_pa, tau_ms, std::sqrt(line.left / sums.n)};
}

} // namespace soma::recording
