// The rates of Hodgkin & Huxley for many neurons at once, compiled once for each set of instructions: see HhLanes.h.

#if defined(SOMA_HH_RATES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef SOMA_HH_RATES_INL
#undef SOMA_HH_RATES_INL
#else
#define SOMA_HH_RATES_INL
#endif

#include "Membrane/Lanes/Wide-inl.h"

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {

/// The slopes of the gates, φ (α (1 − x) − β x) with the rates of HhRates, from one exponential and one division:
///
///   y = e^(−(V + 15)/720)  gives  y⁹ (/80) for β_n, y³⁶ (/20) for α_h, y⁴⁰ (/18) for β_m, y⁷² (/10) for the others
///   α_m = x_m/a, α_n = x_n/b, β_h = 1/c  with  a = e^(x_m) − 1, b = e^(x_n) − 1, c = 1 + e^(x_h):  all from 1/(a·b·c)
///
/// y is a polynomial of degree 8 (Chebyshev interpolation over the range below, relative error 9e-16, and 72 times that
/// in y⁷²). Relative error of the rates: below 3e-13, and below 3e-13/|a·b| near the removable singularities at −40 and
/// −55 mV. Where that product is below least_regular, within 2e-3 mV of them, the slopes must not be used.
template <class Real>
struct HhGates {
    static constexpr double lowest_mv = -130.0, highest_mv = 100.0;
    static constexpr double least_regular = 1e-4;
    static constexpr double centre_mv = -15.0; ///< there y is 1

    /// φ, and what the plain exponentials are at the centre, times φ.
    struct Factors {
        const Real &speed, &beta_m, &alpha_h, &beta_n;
    };

    /// The slopes, per what φ is per; returns |a·b|.
    static HWY_INLINE Real slopes(const Real& v, const Real& m, const Real& h, const Real& n, const Factors& factors,
                                  Real& m_slope, Real& h_slope, Real& n_slope) noexcept {
        const Real y = exponential(v - centre_mv);
        const Real y2 = y * y, y4 = y2 * y2, y8 = y4 * y4, y9 = y8 * y;
        const Real y18 = y9 * y9, y36 = y18 * y18, y40 = y36 * y4, y72 = y36 * y36;
        constexpr double e_minus_2_5 = 0.08208499862389879517, e_minus_4 = 0.01831563888873418029,
                         e_minus_2 = 0.13533528323661269189;
        const Real a = mul_add(y72, e_minus_2_5, -1.0), b = mul_add(y72, e_minus_4, -1.0);
        const Real c = mul_add(y72, e_minus_2, 1.0), ab = a * b;
        const Real inverse = factors.speed / (ab * c), c_inverse = c * inverse;
        const Real alpha_m = mul_add(v, -0.1, -4.0) * b * c_inverse, alpha_n = mul_add(v, -0.01, -0.55) * a * c_inverse;
        const Real alpha_h = factors.alpha_h * y36;
        m_slope = neg_mul_add(mul_add(factors.beta_m, y40, alpha_m), m, alpha_m);
        h_slope = neg_mul_add(mul_add(ab, inverse, alpha_h), h, alpha_h);
        n_slope = neg_mul_add(mul_add(factors.beta_n, y9, alpha_n), n, alpha_n);
        return abs(ab);
    }

  private:
    /// e^(−u/720) for |u| ≤ 115.
    static HWY_INLINE Real exponential(const Real& u) noexcept {
        constexpr double d = 1.0 / 720.0, d2 = d * d, d4 = d2 * d2;
        const Real u2 = u * u, u4 = u2 * u2;
        const Real p01 = mul_add(u, -0.999999999999958943 * d, 1.0);
        const Real p23 = mul_add(u, -0.166666666688124673 * d * d2, 0.499999999999995895 * d2);
        const Real p45 = mul_add(u, -0.00833333030543861956 * d * d4, 0.041666666668812287 * d4);
        const Real p67 = mul_add(u, -0.000198570932942300826 * d * d2 * d4, 0.00138888858612249857 * d2 * d4);
        const Real p48 = mul_add(u4, 0.0000248174098370982599 * d4 * d4, mul_add(p67, u2, p45));
        return mul_add(p48, u4, mul_add(p23, u2, p01));
    }
};

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
