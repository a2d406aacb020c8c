#include "Sound/VoltageBank.h"

#include <cmath>
#include <complex>

namespace soma::sound {
namespace {

using Complex = std::complex<double>;

/// Elliptic low-pass of order 11, 0.02 dB, 110 dB, edge 0.39 cycles per sample: poles and residues in partial fractions
/// (values of dsp.md §1.1; `scipy.signal.ellip(11, 0.02, 110, 2π·0.39, analog=True)` gives the same).
constexpr std::array<Complex, 6> elliptic_poles{{{-0.937064781, 0.0},
                                                 {-0.849784361, 0.898530811},
                                                 {-0.643268884, 1.621359598},
                                                 {-0.416449857, 2.107184690},
                                                 {-0.224408138, 2.387095923},
                                                 {-0.069926612, 2.511754488}}};
constexpr std::array<Complex, 6> elliptic_residues{{{2.009005342, 0.0},
                                                    {-1.555680977, -0.889469925},
                                                    {0.591770346, 1.138393642},
                                                    {0.132858936, -0.728184111},
                                                    {-0.260063605, 0.193362398},
                                                    {0.086661212, 0.009390796}}};

/// The four weights of a cubic given by its ends (Hermite form), from the integrals I_m = ∫₀¹ uᵐ e^(z(1−u)) du.
struct HermiteWeights {
    Complex v0, slope0, v1, slope1;
    HermiteWeights(Complex i0, Complex i1, Complex i2, Complex i3)
        : v0(i0 - 3.0 * i2 + 2.0 * i3)
        , slope0(i1 - 2.0 * i2 + i3)
        , v1(3.0 * i2 - 2.0 * i3)
        , slope1(i3 - i2) {}
};

/// Below this length (samples) the boundary terms of a cubic cancel too many digits.
constexpr double short_segment = 0.125;

/// m!/(m + j + 1)!: what uᵐ gives to the power j of p.
constexpr auto series_weights = [] {
    std::array<std::array<double, 10>, 4> weights{};
    for (unsigned m = 0; m < 4; ++m) {
        double value = 1.0;
        for (unsigned j = 0; j < 10; ++j) weights[m][j] = value /= m + j + 1.0;
    }
    return weights;
}();

} // namespace

VoltageBank::Constants::Constants() {
    // The nine printed digits leave the gain at 0 Hz off by 1e-9; made exact here so that V at rest comes out as V.
    Complex gain = 0.0;
    for (unsigned k = 0; k < modes; ++k)
        gain -= (k == 0 ? 1.0 : 2.0) * (elliptic_residues[k] / elliptic_poles[k]).real();
    for (unsigned k = 0; k < modes; ++k) {
        const Complex p = elliptic_poles[k], r = (k == 0 ? 1.0 : 2.0) * elliptic_residues[k] / gain;
        const auto put = [k](Modes& modes_, Complex value) {
            modes_.re[k] = value.real();
            modes_.im[k] = value.imag();
        };
        const Complex e = std::exp(p);
        put(decay, e);
        put(rest, -r / p);
        const Complex i0 = (e - 1.0) / p, i1 = (i0 - 1.0) / p, i2 = (2.0 * i1 - 1.0) / p, i3 = (3.0 * i2 - 1.0) / p;
        const HermiteWeights weights{i0, i1, i2, i3};
        put(whole.v0, r * weights.v0);
        put(whole.slope0, r * weights.slope0);
        put(whole.v1, r * weights.v1);
        put(whole.slope1, r * weights.slope1);
        Complex term = 1.0;
        for (unsigned j = 0; j < taylor_terms; ++j, term *= p / static_cast<double>(j)) put(power[j], term);
        term = r;
        for (unsigned j = 0; j < brief_terms; ++j, term *= p) put(residue_power[j], term);
        term = r / p;
        for (unsigned m = 0; m < cubic_terms; ++m, term /= p) put(residue_reciprocal[m], term);
        for (unsigned i = 0; i <= grid; ++i) put(exponential[i], std::exp(p * (static_cast<double>(i) / grid)));
    }
}

const VoltageBank::Constants& VoltageBank::shared_constants() {
    static const Constants constants;
    return constants;
}

void VoltageBank::reset(double v_mv) noexcept {
    const auto& c = constants_;
    state_ = Modes{};
    accumulate(state_, v_mv, product(c.decay, c.rest));
    output_ = v_mv;
}

const VoltageBank::Modes& VoltageBank::remains(double instant) noexcept {
    // Nearest tabulated instant times the Taylor series of the rest.
    const double d = instant > 0.0 ? (instant < 1.0 ? 1.0 - instant : 0.0) : 1.0;
    const auto nearest = static_cast<unsigned>(d * grid + 0.5);
    const double delta = d - static_cast<double>(nearest) / grid;
    const Modes& tabulated = constants_.exponential[nearest];
    if (delta == 0.0) return tabulated;
    if (instant_[newest_] == instant) return remains_[newest_];
    newest_ ^= 1;
    if (instant_[newest_] == instant) return remains_[newest_];

    std::array<double, taylor_terms> powers{1.0};
    for (unsigned j = 1; j < taylor_terms; ++j) powers[j] = powers[j - 1] * delta;
    instant_[newest_] = instant;
    return remains_[newest_] = product(tabulated, combine(powers, constants_.power));
}

void VoltageBank::segment(double start, double length, double v0, double slope0, double v1, double slope1) noexcept {
    if (!(length > 0.0)) return;
    // V(u) = c0 + c1·u + c2·u² + c3·u³ with u = 0 … 1 within the segment.
    const double c0 = v0, c1 = slope0 * length, s1 = slope1 * length;
    const double c2 = 3.0 * (v1 - v0) - 2.0 * c1 - s1, c3 = 2.0 * (v0 - v1) + c1 + s1;
    if (length < short_segment) {
        // Power series in p of ∫ V(u)·e^(p·length·(1−u)) du.
        const auto& w = series_weights;
        std::array<double, brief_terms> powers;
        double scale = length;
        for (unsigned j = 0; j < brief_terms; ++j, scale *= length)
            powers[j] = scale * ((w[0][j] * c0 + w[1][j] * c1) + (w[2][j] * c2 + w[3][j] * c3));
        accumulate(state_, 1.0, product(remains(start + length), combine(powers, constants_.residue_power)));
        return;
    }
    // Integration by parts: the derivatives of V at both ends, each over a power of p.
    const Modes& from = remains(start);
    const Modes& to = remains(start + length); // the cache keeps the two newest, so `from` stays
    const double rate = 1.0 / length, rate2 = rate * rate, rate3 = rate2 * rate;
    const std::array<double, cubic_terms> at_start{c0, slope0, 2.0 * c2 * rate2, 6.0 * c3 * rate3};
    const std::array<double, cubic_terms> at_end{-v1, -slope1, -(2.0 * c2 + 6.0 * c3) * rate2, -6.0 * c3 * rate3};
    accumulate(state_, 1.0, product(from, combine(at_start, constants_.residue_reciprocal)));
    accumulate(state_, 1.0, product(to, combine(at_end, constants_.residue_reciprocal)));
}

void VoltageBank::hold(double start, double length, double v) noexcept {
    if (!(length > 0.0)) return;
    const Modes& from = remains(start);
    const Modes& to = remains(start + length);
    Modes decayed;
    for (unsigned k = 0; k < modes; ++k) {
        decayed.re[k] = v * (to.re[k] - from.re[k]);
        decayed.im[k] = v * (to.im[k] - from.im[k]);
    }
    accumulate(state_, 1.0, product(constants_.rest, decayed));
}

} // namespace soma::sound
