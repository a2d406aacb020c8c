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

/// I_3(z) = 3!·Σ z^j/(j+4)!, ten terms: relative error below 1e-13 for |z| ≤ 0.51.
constexpr std::array<double, 10> integral_series = [] {
    std::array<double, 10> terms{};
    double factorial = 6.0;
    for (unsigned j = 0; j < terms.size(); ++j) {
        factorial *= j + 4.0;
        terms[j] = 6.0 / factorial;
    }
    return terms;
}();

/// Below this length (samples) the recurrence upwards in m loses digits: |p·length| < 0.51 for every pole.
constexpr double short_segment = 0.2;

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
        put(pole, p);
        put(residue, r);
        put(inverse_pole, 1.0 / p);
        put(decay, e);
        put(rest, -r / p);
        const Complex i0 = (e - 1.0) / p, i1 = (i0 - 1.0) / p, i2 = (2.0 * i1 - 1.0) / p, i3 = (3.0 * i2 - 1.0) / p;
        const HermiteWeights weights{i0, i1, i2, i3};
        put(whole.v0, r * weights.v0);
        put(whole.slope0, r * weights.slope0);
        put(whole.v1, r * weights.v1);
        put(whole.slope1, r * weights.slope1);
        for (unsigned i = 0; i <= grid; ++i) put(exponential[i], std::exp(p * (static_cast<double>(i) / grid)));
    }
}

const VoltageBank::Constants& VoltageBank::shared_constants() {
    static const Constants constants;
    return constants;
}

void VoltageBank::reset(double v_mv) noexcept {
    const auto& c = constants_;
    for (unsigned k = 0; k < modes; ++k) {
        const double re = v_mv * c.rest.re[k], im = v_mv * c.rest.im[k];
        re_[k] = c.decay.re[k] * re - c.decay.im[k] * im;
        im_[k] = c.decay.re[k] * im + c.decay.im[k] * re;
    }
    output_ = v_mv;
}

VoltageBank::Modes VoltageBank::product(const Modes& a, const Modes& b) noexcept {
    Modes result;
    for (unsigned k = 0; k < modes; ++k) {
        result.re[k] = a.re[k] * b.re[k] - a.im[k] * b.im[k];
        result.im[k] = a.re[k] * b.im[k] + a.im[k] * b.re[k];
    }
    return result;
}

const VoltageBank::Modes& VoltageBank::remains(double instant) noexcept {
    // Nearest tabulated instant times the Taylor series of the rest: |p·δ| ≤ 2.52/128, error below 1e-13.
    const double d = instant > 0.0 ? (instant < 1.0 ? 1.0 - instant : 0.0) : 1.0;
    const auto nearest = static_cast<unsigned>(d * grid + 0.5);
    const double delta = d - static_cast<double>(nearest) / grid;
    const Modes& tabulated = constants_.exponential[nearest];
    if (delta == 0.0) return tabulated;
    if (instant_[newest_] == instant) return remains_[newest_];
    newest_ ^= 1;
    if (instant_[newest_] == instant) return remains_[newest_];

    Modes series;
    for (unsigned k = 0; k < modes; ++k) {
        const double x = constants_.pole.re[k] * delta, y = constants_.pole.im[k] * delta;
        double re = 1.0, im = 0.0;
        for (const double reciprocal : {1.0 / 5, 1.0 / 4, 1.0 / 3, 1.0 / 2, 1.0}) {
            const double next = 1.0 + reciprocal * (x * re - y * im);
            im = reciprocal * (x * im + y * re);
            re = next;
        }
        series.re[k] = re;
        series.im[k] = im;
    }
    instant_[newest_] = instant;
    return remains_[newest_] = product(tabulated, series);
}

/// Σ c_m·I_m(p·length), m = 0 … 3, by the series of I_3 and the recurrence downwards.
VoltageBank::Modes VoltageBank::brief_cubic(double length, const Cubic& c) const noexcept {
    Modes result;
    for (unsigned k = 0; k < modes; ++k) {
        const double x = constants_.pole.re[k] * length, y = constants_.pole.im[k] * length;
        double re = integral_series.back(), im = 0.0;
        for (unsigned j = integral_series.size() - 1; j-- > 0;) {
            const double next = integral_series[j] + (x * re - y * im);
            im = x * im + y * re;
            re = next;
        }
        double sum_re = c[3] * re, sum_im = c[3] * im;
        for (unsigned m = 3; m > 0; --m) {
            constexpr std::array reciprocal{0.0, 1.0, 1.0 / 2.0, 1.0 / 3.0};
            const double next = reciprocal[m] * (x * re - y * im + 1.0);
            im = reciprocal[m] * (x * im + y * re);
            re = next;
            sum_re += c[m - 1] * re;
            sum_im += c[m - 1] * im;
        }
        result.re[k] = sum_re;
        result.im[k] = sum_im;
    }
    return result;
}

/// The same times e^(p·(1 − end)), by the recurrence upwards: J_0 = (from − to)/z, J_m = (m·J_(m−1) − to)/z.
VoltageBank::Modes VoltageBank::long_cubic(double length, const Cubic& c, const Modes& from,
                                           const Modes& to) const noexcept {
    Modes result;
    const double inverse_length = 1.0 / length;
    for (unsigned k = 0; k < modes; ++k) {
        const double x = constants_.inverse_pole.re[k] * inverse_length;
        const double y = constants_.inverse_pole.im[k] * inverse_length;
        double re = from.re[k], im = from.im[k], sum_re = 0.0, sum_im = 0.0;
        for (unsigned m = 0; m < 4; ++m) {
            const double a = re - to.re[k], b = im - to.im[k];
            const double j_re = x * a - y * b, j_im = x * b + y * a;
            sum_re += c[m] * j_re;
            sum_im += c[m] * j_im;
            re = (m + 1.0) * j_re;
            im = (m + 1.0) * j_im;
        }
        result.re[k] = sum_re;
        result.im[k] = sum_im;
    }
    return result;
}

void VoltageBank::segment(double start, double length, double v0, double slope0, double v1, double slope1) noexcept {
    if (!(length > 0.0)) return;
    const double s0 = slope0 * length, s1 = slope1 * length;
    const Cubic cubic{v0 * length, s0 * length, (3.0 * (v1 - v0) - 2.0 * s0 - s1) * length,
                      (2.0 * (v0 - v1) + s0 + s1) * length};
    Modes sum;
    if (length < short_segment) {
        sum = product(remains(start + length), brief_cubic(length, cubic));
    } else {
        const Modes& from = remains(start);
        const Modes& to = remains(start + length); // the cache keeps the two newest, so `from` stays
        sum = long_cubic(length, cubic, from, to);
    }
    add(product(constants_.residue, sum));
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
    add(product(constants_.rest, decayed));
}

void VoltageBank::add(const Modes& kick) noexcept {
    for (unsigned k = 0; k < modes; ++k) {
        re_[k] += kick.re[k];
        im_[k] += kick.im[k];
    }
}

} // namespace soma::sound
