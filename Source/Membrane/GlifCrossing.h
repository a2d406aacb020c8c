#pragma once

#include "Membrane/GlifFlow.h"

#include <optional>

namespace soma::membrane::glif {

/// One piece of the flow with a held drive, from `begin` over duration_ms to `end`, and the threshold at rest above the
/// leak's reversal potential.
struct Piece {
    const Rates& rates;
    double target_mv;
    double threshold_mv;
    double duration_ms;
    Point begin;
    Point end;

    double above_threshold_mv(const Point& point) const noexcept {
        return point.rise_mv - (threshold_mv + point.threshold_mv());
    }
};

/// True when U cannot have passed the threshold: both ends lie below it by more than a bound on the curvature of U − θ
/// lets it rise in between. A sample far from a spike costs this and the propagation, nothing else.
bool surely_below(const Piece& piece) noexcept;

struct Crossing {
    double elapsed_ms;
    Point point;
};

/// The first instant at which U passes the threshold from below, if any; `begin` must not be above it.
///
/// Lossless: U − θ is a sum of at most six exponentials, and so may rise over the threshold and come back within the
/// piece. By Rolle's theorem the zeros of f are separated by those of (d/dt + λ)f, which has one exponential fewer when
/// λ is one of its rates; the chain that removes 0, b_s, b_v, G/C and k_1 ends in a single exponential, which has no
/// zero. Upwards from there every function is monotone (but for a positive factor) between the zeros of the one before,
/// so one comparison of signs finds each of its zeros. At most 11 zeros are located, whatever the parameters.
std::optional<Crossing> first_crossing(const Piece& piece) noexcept;

} // namespace soma::membrane::glif
