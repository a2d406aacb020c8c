// Vectors of doubles with operators, compiled once for each set of instructions: see LaneModel.h.

#if defined(SOMA_WIDE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef SOMA_WIDE_INL
#undef SOMA_WIDE_INL
#else
#define SOMA_WIDE_INL
#endif

#include "Core/Simd.h"
#include "Membrane/Lanes/LaneModel.h"

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The widest vector of doubles and its mask.
struct Lanes {
    using Tag = hn::ScalableTag<double>;
    using Vector = hn::Vec<Tag>;
    using Mask = hn::Mask<Tag>;
    static constexpr std::size_t count = hn::MaxLanes(Tag());
};
static_assert(Lanes::count <= LaneInterval::widest_lane);

/// A truth value for each lane of n vectors.
template <std::size_t n>
struct WideMask {
    Lanes::Mask part[n];

    friend HWY_INLINE WideMask operator&(WideMask a, const WideMask& b) noexcept {
        HWY_UNROLL(8) for (std::size_t i = 0; i < n; ++i) a.part[i] = hn::And(a.part[i], b.part[i]);
        return a;
    }
    friend HWY_INLINE WideMask operator|(WideMask a, const WideMask& b) noexcept {
        HWY_UNROLL(8) for (std::size_t i = 0; i < n; ++i) a.part[i] = hn::Or(a.part[i], b.part[i]);
        return a;
    }
    friend HWY_INLINE bool all(WideMask a) noexcept {
        HWY_UNROLL(8) for (std::size_t i = 1; i < n; ++i) a.part[0] = hn::And(a.part[0], a.part[i]);
        return hn::AllTrue(Lanes::Tag(), a.part[0]);
    }
};

/// One number of each of the neurons in n vectors. Formulas read as the scalar ones; every operation is done for all n
/// vectors before the next, so that n chains of dependent operations hide each other's latency. Nothing contracts:
/// a·b + c is two operations, mul_add one where the machine has it.
template <std::size_t n>
struct Wide {
    using Mask = WideMask<n>;
    static constexpr std::size_t lanes = n * Lanes::count;

    Lanes::Vector part[n];

    Wide() = default;
    /// The same number in every lane; implicit, so that numbers may stand in formulas.
    HWY_INLINE Wide(double value) noexcept {
        HWY_UNROLL(8) for (auto& vector : part) vector = hn::Set(Lanes::Tag(), value);
    }
    static HWY_INLINE Wide load(const double* aligned) noexcept {
        Wide wide;
        HWY_UNROLL(8)
        for (std::size_t i = 0; i < n; ++i) wide.part[i] = hn::Load(Lanes::Tag(), aligned + i * Lanes::count);
        return wide;
    }
    HWY_INLINE void store(double* aligned) const noexcept {
        HWY_UNROLL(8) for (std::size_t i = 0; i < n; ++i) hn::Store(part[i], Lanes::Tag(), aligned + i * Lanes::count);
    }

#define SOMA_WIDE_BINARY(Result, name, operation)                                                                      \
    friend HWY_INLINE Result name(const Wide& a, const Wide& b) noexcept {                                             \
        Result result;                                                                                                 \
        HWY_UNROLL(8) for (std::size_t i = 0; i < n; ++i) result.part[i] = hn::operation(a.part[i], b.part[i]);        \
        return result;                                                                                                 \
    }
    SOMA_WIDE_BINARY(Wide, operator+, Add)
    SOMA_WIDE_BINARY(Wide, operator-, Sub)
    SOMA_WIDE_BINARY(Wide, operator*, Mul)
    SOMA_WIDE_BINARY(Wide, operator/, Div)
    SOMA_WIDE_BINARY(Wide, min, Min)
    SOMA_WIDE_BINARY(Wide, max, Max)
    SOMA_WIDE_BINARY(Mask, operator<, Lt)
    SOMA_WIDE_BINARY(Mask, operator<=, Le)
    SOMA_WIDE_BINARY(Mask, operator>, Gt)
    SOMA_WIDE_BINARY(Mask, operator>=, Ge)
#undef SOMA_WIDE_BINARY

    friend HWY_INLINE Wide abs(Wide a) noexcept {
        HWY_UNROLL(8) for (auto& vector : a.part) vector = hn::Abs(vector);
        return a;
    }
    /// a·b + c
    friend HWY_INLINE Wide mul_add(Wide a, const Wide& b, const Wide& c) noexcept {
        HWY_UNROLL(8) for (std::size_t i = 0; i < n; ++i) a.part[i] = hn::MulAdd(a.part[i], b.part[i], c.part[i]);
        return a;
    }
    /// c − a·b
    friend HWY_INLINE Wide neg_mul_add(Wide a, const Wide& b, const Wide& c) noexcept {
        HWY_UNROLL(8) for (std::size_t i = 0; i < n; ++i) a.part[i] = hn::NegMulAdd(a.part[i], b.part[i], c.part[i]);
        return a;
    }
    friend HWY_INLINE Wide select(const Mask& mask, Wide yes, const Wide& no) noexcept {
        HWY_UNROLL(8)
        for (std::size_t i = 0; i < n; ++i) yes.part[i] = hn::IfThenElse(mask.part[i], yes.part[i], no.part[i]);
        return yes;
    }
};

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
