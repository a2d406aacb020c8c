#pragma once

#include <cmath>

/// Exponential relaxation towards a target, in time constants. Within a sample the way is short and a series of a few
/// terms is exact to rounding, in a few nanoseconds and with the same bits wherever it is compiled; the C library has
/// the rest.
namespace soma::membrane {

/// The longest way that the series are for; their first neglected terms are below 2^-56 of the result.
constexpr double short_way = 1.0 / 32;

/// 1 − e^(−x), the share of the distance that is covered after x ≥ 0 time constants.
inline double decayed_share(double x) noexcept {
    if (!(x <= short_way)) return -std::expm1(-x);
    // x·(1 − x/2! + x²/3! − …), even and odd powers apart.
    const double y = x * x;
    const double even = (1.0 + y * (1.0 / 6)) + (y * y) * (1.0 / 120 + y * (1.0 / 5040));
    const double odd = (1.0 / 2 + y * (1.0 / 24)) + (y * y) * (1.0 / 720 + y * (1.0 / 40320));
    return x * (even - x * odd);
}

/// ln(1 + gap/beyond): after how many time constants `gap` is covered, when the target lies `beyond` behind it.
/// Both ≥ 0, in the same unit.
inline double time_to_cover(double gap, double beyond) noexcept {
    // 2·artanh(s), s = gap/(gap + 2·beyond): its powers fall twice as fast as those of gap/beyond.
    const double s = gap / (gap + 2.0 * beyond);
    if (!(s <= 0.5 * short_way)) return std::log1p(gap / beyond);
    const double z = s * s;
    return 2.0 * (s + s * (z * (1.0 / 3 + z * (1.0 / 5 + z * (1.0 / 7 + z * (1.0 / 9))))));
}

} // namespace soma::membrane
