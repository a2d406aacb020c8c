#include "Sound/VoltageModes.h"

#include <cmath>
#include <complex>

namespace soma::sound {
namespace {

using Complex = std::complex<double>;

/// Elliptic low-pass of order 11, 0.02 dB, 110 dB, edge 0.39 cycles per sample: poles and residues in partial fractions
/// (as `scipy.signal.ellip(11, 0.02, 110, 2π·0.39, analog=True)` gives them).
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

} // namespace

VoltageConstants::VoltageConstants() {
    // The nine printed digits leave the gain at 0 Hz off by 1e-9; made exact here so that V at rest comes out as V.
    Complex gain = 0.0;
    for (unsigned k = 0; k < VoltageModes::count; ++k)
        gain -= (k == 0 ? 1.0 : 2.0) * (elliptic_residues[k] / elliptic_poles[k]).real();
    for (unsigned k = 0; k < VoltageModes::count; ++k) {
        const Complex p = elliptic_poles[k], r = (k == 0 ? 1.0 : 2.0) * elliptic_residues[k] / gain;
        const auto put = [k](VoltageModes& modes, Complex value) {
            modes.re[k] = value.real();
            modes.im[k] = value.imag();
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

const VoltageConstants& VoltageConstants::shared() {
    static const VoltageConstants constants;
    return constants;
}

} // namespace soma::sound
