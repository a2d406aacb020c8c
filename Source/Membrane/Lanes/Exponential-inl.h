// The exponential of many numbers at once, compiled once for each set of instructions: see Wide-inl.h.

#if defined(SOMA_EXPONENTIAL_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef SOMA_EXPONENTIAL_INL
#undef SOMA_EXPONENTIAL_INL
#else
#define SOMA_EXPONENTIAL_INL
#endif

#include "Membrane/Lanes/Wide-inl.h"

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {

/// 2^k where t is k + 1.5·2⁵², times p: k is added to the exponent of p.
template <std::size_t n>
HWY_INLINE Wide<n> scaled(Wide<n> p, const Wide<n>& t) noexcept {
    constexpr int mantissa_bits = 52;
    const hn::RebindToUnsigned<Lanes::Tag> bits;
    HWY_UNROLL(8) for (std::size_t i = 0; i < n; ++i) {
        const auto exponent = hn::ShiftLeft<mantissa_bits>(hn::BitCast(bits, t.part[i]));
        p.part[i] = hn::BitCast(Lanes::Tag(), hn::Add(hn::BitCast(bits, p.part[i]), exponent));
    }
    return p;
}

/// e^x, without branches; below −708 and above 709 it stays what it is there, and NaN may become any number.
///
/// x = k ln 2 + r with |r| ≤ ½ ln 2; e^r by a polynomial of degree 11 (Chebyshev interpolation, relative error 2e-17),
/// its parts side by side (Estrin); 2^k added to the exponent. Error: at most 2 units in the last place, 1.2 measured.
template <std::size_t n>
HWY_INLINE Wide<n> exponential(const Wide<n>& x) noexcept {
    using Real = Wide<n>;
    constexpr double per_ln2 = 1.44269504088896340736, integers = 6755399441055744.0;
    constexpr double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10; // 32 + 53 bits
    const Real within = min(max(x, -708.0), 709.0);
    const Real t = mul_add(within, per_ln2, integers), k = t - integers;
    const Real r = neg_mul_add(k, ln2_low, neg_mul_add(k, ln2_high, within));
    const Real r2 = r * r, r4 = r2 * r2;
    const Real p01 = mul_add(r, 1.0, 1.0);
    const Real p23 = mul_add(r, 0.166666666666666808, 0.500000000000001839);
    const Real p45 = mul_add(r, 0.00833333333331960061, 0.0416666666664880955);
    const Real p67 = mul_add(r, 0.000198412698900471137, 0.00138888889523147747);
    const Real p89 = mul_add(r, 2.75572409185789698e-6, 0.0000248014854823284924);
    const Real p1011 = mul_add(r, 2.51100376059637777e-8, 2.76326396390410297e-7);
    const Real p03 = mul_add(p23, r2, p01), p47 = mul_add(p67, r2, p45), p811 = mul_add(p1011, r2, p89);
    return scaled(mul_add(mul_add(p811, r4, p47), r4, p03), t);
}

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
