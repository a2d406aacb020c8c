#include "Stimulus/NoiseLanes.h"

#include "Core/Simd.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Stimulus/NoiseLanes.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace soma::stimulus::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// Some neurons' noise, one a lane. Every step rounds as its scalar twin does: the same IEEE operations in the same
/// order, none of them fused.
template <class Real>
class Noise {
  public:
    Noise(std::uint64_t* uniform, std::uint64_t* has_spare, double* spare, double* value)
        : uniform_(hn::LoadU(whole, uniform))
        , has_spare_(hn::RebindMask(real, hn::MaskFromVec(hn::LoadU(whole, has_spare))))
        , spare_(hn::LoadU(real, spare))
        , value_(hn::LoadU(real, value)) {}

    void store(std::uint64_t* uniform, std::uint64_t* has_spare, double* spare, double* value) const {
        hn::StoreU(uniform_, whole, uniform);
        hn::StoreU(hn::VecFromMask(whole, hn::RebindMask(whole, has_spare_)), whole, has_spare);
        hn::StoreU(spare_, real, spare);
        hn::StoreU(value_, real, value);
    }

    /// OrnsteinUhlenbeck::next.
    HWY_INLINE hn::Vec<Real> next(double decay, double noise_gain) {
        const auto now = value_;
        value_ = hn::Add(hn::Mul(hn::Set(real, decay), value_), hn::Mul(hn::Set(real, noise_gain), next_normal()));
        return now;
    }

  private:
    using Whole = hn::RebindToUnsigned<Real>;
    using Reals = hn::Vec<Real>;
    using Wholes = hn::Vec<Whole>;
    static constexpr Real real{};
    static constexpr Whole whole{};

    /// NormalRandom::next: lanes without a spare number draw until each has a pair within the circle.
    HWY_INLINE Reals next_normal() {
        const auto draws = hn::Not(has_spare_);
        const auto kept = spare_;
        has_spare_ = draws;
        if (hn::AllFalse(real, draws)) return kept;
        const auto gamma = hn::Set(whole, SplitMix64::gamma), twice = hn::Add(gamma, gamma);
        auto x = hn::Zero(real), y = x, r2 = hn::Set(real, 0.5);
        auto ahead = uniform_; // as if every lane had needed all tries
        for (auto left = draws; !hn::AllFalse(real, left);) {
            const auto new_x = symmetric_unit(mixed(hn::Add(ahead, gamma)));
            ahead = hn::Add(ahead, twice);
            const auto new_y = symmetric_unit(mixed(ahead));
            const auto new_r2 = hn::Add(hn::Mul(new_x, new_x), hn::Mul(new_y, new_y));
            uniform_ = hn::IfThenElse(hn::RebindMask(whole, left), ahead, uniform_);
            x = hn::IfThenElse(left, new_x, x);
            y = hn::IfThenElse(left, new_y, y);
            r2 = hn::IfThenElse(left, new_r2, r2);
            left = hn::Or(hn::Ge(r2, hn::Set(real, 1.0)), hn::Eq(r2, hn::Zero(real)));
        }
        const auto scale = hn::Sqrt(hn::Div(hn::Mul(hn::Set(real, -2.0), log_of(r2)), r2));
        spare_ = hn::Mul(y, scale);
        return hn::IfThenElse(draws, hn::Mul(x, scale), kept);
    }

    /// SplitMix64::next of a state that has already moved on.
    static HWY_INLINE Wholes mixed(Wholes z) {
        z = hn::Mul(hn::Xor(z, hn::ShiftRight<30>(z)), hn::Set(whole, 0xbf58476d1ce4e5b9ull));
        z = hn::Mul(hn::Xor(z, hn::ShiftRight<27>(z)), hn::Set(whole, 0x94d049bb133111ebull));
        return hn::Xor(z, hn::ShiftRight<31>(z));
    }

    /// 2·SplitMix64::unit − 1. The two halves of the 53 bits add up exactly.
    static HWY_INLINE Reals symmetric_unit(Wholes bits) {
        const auto high = small_to_real(hn::ShiftRight<37>(bits));
        const auto low = small_to_real(hn::And(hn::ShiftRight<11>(bits), hn::Set(whole, (1ull << 26) - 1)));
        const auto number = hn::Add(hn::Mul(high, hn::Set(real, 0x1.0p26)), low);
        return hn::Sub(hn::Mul(hn::Set(real, 2.0), hn::Mul(number, hn::Set(real, 0x1.0p-53))), hn::Set(real, 1.0));
    }

    /// A number below 2⁵² as a double, by way of the mantissa of 2⁵².
    static HWY_INLINE Reals small_to_real(Wholes number) {
        return hn::Sub(hn::BitCast(real, hn::Or(number, hn::Set(whole, 0x4330000000000000ull))),
                       hn::Set(real, 0x1.0p52));
    }

    /// portable::log of normal numbers above 0.
    static HWY_INLINE Reals log_of(Reals x) {
        const auto bits = hn::BitCast(whole, x);
        const auto one = hn::Set(real, 1.0);
        auto mantissa = hn::BitCast(
            real, hn::Or(hn::And(bits, hn::Set(whole, 0x000fffffffffffffull)), hn::Set(whole, 0x3fe0000000000000ull)));
        auto exponent = hn::Sub(small_to_real(hn::ShiftRight<52>(bits)), hn::Set(real, 1022.0));
        const auto low = hn::Lt(mantissa, hn::Set(real, 0.70710678118654752440));
        mantissa = hn::IfThenElse(low, hn::Add(mantissa, mantissa), mantissa);
        exponent = hn::IfThenElse(low, hn::Sub(exponent, one), exponent);
        const auto t = hn::Div(hn::Sub(mantissa, one), hn::Add(mantissa, one)), t2 = hn::Mul(t, t);
        auto sum = hn::Zero(real);
        for (const double coefficient : portable::log_series)
            sum = hn::Add(hn::Mul(sum, t2), hn::Set(real, coefficient));
        return hn::Add(hn::Mul(hn::Mul(hn::Set(real, 2.0), t), sum),
                       hn::Mul(exponent, hn::Set(real, 0.69314718055994530942)));
    }

    Wholes uniform_;
    hn::Mask<Real> has_spare_;
    Reals spare_, value_;
};

void fill_lanes(std::uint64_t* uniform, std::uint64_t* has_spare, double* spare, double* value, double decay,
                double noise_gain, std::size_t count, std::size_t frames, double* out, std::size_t stride) {
    const auto fill = [=]<class Real>(Real real, std::size_t i) {
        Noise<Real> noise(uniform + i, has_spare + i, spare + i, value + i);
        for (std::size_t k = 0; k < frames; ++k) hn::StoreU(noise.next(decay, noise_gain), real, out + k * stride + i);
        noise.store(uniform + i, has_spare + i, spare + i, value + i);
    };
    const hn::ScalableTag<double> widest;
    std::size_t i = 0;
    for (; i + hn::Lanes(widest) <= count; i += hn::Lanes(widest)) fill(widest, i);
    for (; i < count; ++i) fill(hn::CappedTag<double, 1>(), i);
}

} // namespace
} // namespace soma::stimulus::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::stimulus {
namespace {

HWY_EXPORT(fill_lanes);

} // namespace

void NoiseLanes::prepare(std::size_t max_neurons) {
    for (auto* row : {&uniform_, &has_spare_}) row->assign(max_neurons, 0);
    for (auto* row : {&spare_, &value_}) row->assign(max_neurons, 0.0);
}

void NoiseLanes::start(std::size_t neuron, std::uint64_t seed) noexcept {
    const OrnsteinUhlenbeck noise(seed);
    const auto& normal = noise.normal().state();
    uniform_[neuron] = normal.uniform.state();
    has_spare_[neuron] = normal.has_spare ? ~std::uint64_t{0} : 0;
    spare_[neuron] = normal.spare;
    value_[neuron] = noise.value();
}

void NoiseLanes::fill(const OrnsteinUhlenbeck::Coeffs& coeffs, std::size_t first, std::size_t count, std::size_t frames,
                      double* out, std::size_t stride) noexcept {
    HWY_DYNAMIC_DISPATCH(fill_lanes)
    (uniform_.data() + first, has_spare_.data() + first, spare_.data() + first, value_.data() + first, coeffs.decay,
     coeffs.noise_gain, count, frames, out, stride);
}

} // namespace soma::stimulus
#endif
