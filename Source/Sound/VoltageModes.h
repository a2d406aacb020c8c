#pragma once

#include "Sound/VoltageSegment.h"

#include <array>
#include <bit>
#include <cstdint>

namespace soma::sound {

/// A complex number for each mode of the voltage's low-pass: one real pole and the upper half of five pairs, whose
/// residues are doubled. Rows are as long as the widest vector; what is beyond the modes stays 0.
struct VoltageModes {
    static constexpr unsigned count = 6, row = 8;
    alignas(64) std::array<double, row> re{}, im{};
};
static_assert(sizeof(VoltageModes) == sizeof(double) * 2 * VoltageModes::row);

/// Constants from the filter's poles p and residues r, one set for all sample rates: the unit of time is one sample.
struct VoltageConstants {
    static constexpr unsigned grid = 128;       ///< instants a sample at which e^(p·d) is tabulated
    static constexpr unsigned taylor_terms = 5; ///< of e^(p·δ), |p·δ| ≤ 2.52/256: error 8e-13
    static constexpr unsigned brief_terms = 7;  ///< of a segment shorter than short_segment: error 1e-12
    static constexpr unsigned cubic_terms = 4;

    /// Below this length (samples) the boundary terms of a cubic cancel too many digits.
    static constexpr double short_segment = 1.0 / 32;
    /// Those of a constant do not; only 1/length³ has to be finite.
    static constexpr double shortest_constant = 1e-60;

    static const VoltageConstants& shared();

    VoltageModes decay, rest;
    /// Factors by which V and its slope at both ends of a whole sample add to each mode.
    struct Whole {
        VoltageModes v0, slope0, v1, slope1;
    } whole;
    std::array<VoltageModes, grid + 1> exponential;
    std::array<VoltageModes, taylor_terms> power;             ///< p^j/j!
    std::array<VoltageModes, brief_terms> residue_power;      ///< r·p^j
    std::array<VoltageModes, cubic_terms> residue_reciprocal; ///< r/p^(m+1)

  private:
    VoltageConstants();
};

/// V of a segment as c0 + c1·u + c2·u² + c3·u³ with u = 0 … 1, from its length and its values and slopes at both ends.
/// Real: a double, or a vector of them, for segments side by side.
template <class Real>
struct VoltageCubic {
    Real length, c0, c1, c2, c3, slope0, v1, slope1;

    VoltageCubic(Real length_, Real v0, Real slope0_, Real v1_, Real slope1_) noexcept
        : length(length_)
        , c0(v0)
        , c1(slope0_ * length_)
        , slope0(slope0_)
        , v1(v1_)
        , slope1(slope1_) {
        const Real s1 = slope1 * length;
        c2 = 3.0 * (v1 - v0) - 2.0 * c1 - s1;
        c3 = 2.0 * (v0 - v1) + c1 + s1;
    }

    /// Coefficients of r·p^j in ∫ V(u)·e^(p·length·(1−u)) du as a power series, for short segments.
    std::array<Real, VoltageConstants::brief_terms> series() const noexcept {
        std::array<Real, VoltageConstants::brief_terms> powers;
        Real scale = length;
        for (unsigned j = 0; j < powers.size(); ++j, scale *= length)
            powers[j] = scale * ((weights[0][j] * c0 + weights[1][j] * c1) + (weights[2][j] * c2 + weights[3][j] * c3));
        return powers;
    }

    /// Coefficients of r/p^(m+1) of the same integral by parts: the derivatives of V at both ends.
    using Terms = std::array<Real, VoltageConstants::cubic_terms>;
    struct Ends {
        Terms start, end;
    };
    Ends ends() const noexcept {
        const Real rate = 1.0 / length, rate2 = rate * rate, rate3 = rate2 * rate;
        return {{c0, slope0, 2.0 * c2 * rate2, 6.0 * c3 * rate3},
                {-v1, -slope1, -(2.0 * c2 + 6.0 * c3) * rate2, -6.0 * c3 * rate3}};
    }

  private:
    /// m!/(m + j + 1)!: what uᵐ gives to the power j of p.
    static constexpr auto weights = [] {
        std::array<std::array<double, VoltageConstants::brief_terms>, 4> all{};
        for (unsigned m = 0; m < 4; ++m) {
            double value = 1.0;
            for (unsigned j = 0; j < VoltageConstants::brief_terms; ++j) all[m][j] = value /= m + j + 1.0;
        }
        return all;
    }();
};

/// Whether a segment is filtered as VoltageCubic's series, not by its ends.
inline bool is_short(const VoltageSegment& segment) noexcept {
    const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
    const auto moves = bits(segment.begin_slope) | bits(segment.end_slope) |
                       (bits(segment.begin_mv) ^ bits(segment.end_mv)); // no branch
    return segment.length < (moves != 0 ? VoltageConstants::short_segment : VoltageConstants::shortest_constant);
}

/// The ends of a sample's segments, those that meet added up before they are filtered: most begin or end with the
/// sample, and where one ends within it the next begins.
struct VoltageBends {
    using Terms = VoltageCubic<double>::Terms;

    Terms at_begin{}, at_end{}, within{};
    double instant = 0.0; ///< of those within the sample
    bool any = false;

    static void add(Terms& sum, const Terms& terms) noexcept {
        for (unsigned m = 0; m < terms.size(); ++m) sum[m] += terms[m];
    }
};

/// How e^(p·(1 − instant)) is looked up: the nearest tabulated instant, and the Taylor series of what is left.
struct VoltageRemains {
    unsigned nearest;
    double delta;

    explicit VoltageRemains(double instant) noexcept {
        const double d = instant > 0.0 ? (instant < 1.0 ? 1.0 - instant : 0.0) : 1.0;
        // So large a number has no bits left for a fraction: the sum is rounded, and its last bits are the integer.
        constexpr double integers = 0x1.8p52;
        const double sum = d * VoltageConstants::grid + integers;
        nearest = static_cast<unsigned>(std::bit_cast<std::uint64_t>(sum));
        delta = d - (sum - integers) / VoltageConstants::grid;
    }
    std::array<double, VoltageConstants::taylor_terms> powers() const noexcept {
        std::array<double, VoltageConstants::taylor_terms> values{1.0};
        for (unsigned j = 1; j < values.size(); ++j) values[j] = values[j - 1] * delta;
        return values;
    }
};

} // namespace soma::sound
