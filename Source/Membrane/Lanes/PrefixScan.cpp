#include "Membrane/Lanes/PrefixScan.h"

#include "Core/Simd.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Membrane/Lanes/PrefixScan.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#ifndef SOMA_IN_TIME_ONCE
#define SOMA_IN_TIME_ONCE
namespace soma::membrane {

/// Whole groups of samples, as many as are quiet.
struct PassivePrefixScan::Groups {
    double reversal_mv, threshold_mv;
    double input_mv_per_pa;  ///< (1 − p)·R
    const double* retention; ///< p, p² … p^group
    double begin_mv;         ///< V above the reversal potential at the first one's begin; then at the last one's end
    std::size_t samples; ///< a multiple of group; then how many were quiet, in groups cut short at the first other one
    const double* pa;
    double* after_mv;

    bool is_quiet(double mv) const noexcept { return mv < threshold_mv && mv > -voltage_limit_mv; }
};

} // namespace soma::membrane
#endif

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t group = PassivePrefixScan::group;

/// A group in one or more vectors.
class Relaxation {
    using Tag = hn::CappedTag<double, group>;
    using Vector = hn::Vec<Tag>;
    static constexpr std::size_t lanes = hn::MaxLanes(Tag());
    static constexpr std::size_t parts = group / lanes;

  public:
    using Mask = hn::Mask<Tag>;

    explicit HWY_INLINE Relaxation(const PassivePrefixScan::Groups& groups) noexcept
        : carry_mv_(hn::Set(Tag(), groups.begin_mv))
        , retention_(hn::LoadU(Tag(), groups.retention))
        , retention_all_(hn::Set(Tag(), groups.retention[lanes - 1]))
        , decay1_(hn::IfThenElseZero(hn::Not(hn::FirstN(Tag(), 1)), hn::Set(Tag(), groups.retention[0])))
        , decay2_(hn::IfThenElseZero(hn::Not(hn::FirstN(Tag(), 2)), hn::Set(Tag(), groups.retention[1])))
        , decay4_(hn::IfThenElseZero(hn::Not(hn::FirstN(Tag(), 4)), hn::Set(Tag(), groups.retention[3])))
        , input_(hn::Set(Tag(), groups.input_mv_per_pa))
        , reversal_mv_(hn::Set(Tag(), groups.reversal_mv))
        , threshold_mv_(hn::Set(Tag(), groups.threshold_mv)) {}

    /// Voltage that each current of a group adds to V, in mV.
    using Inputs = std::array<Vector, parts>;
    HWY_INLINE Inputs inputs(const double* pa) const noexcept {
        Inputs mv;
        for (std::size_t part = 0; part < parts; ++part)
            mv[part] = hn::Mul(hn::LoadU(Tag(), pa + part * lanes), input_);
        return mv;
    }
    /// Writes V after each sample of a group. Returns which lanes were quiet in all its vectors.
    HWY_INLINE Mask pass(const Inputs& mv, double* after_mv) noexcept {
        const Tag d;
        Mask all_quiet;
        for (std::size_t part = 0; part < parts; ++part) {
            auto sum = mv[part];
            if constexpr (lanes > 1) sum = hn::MulAdd(moved<1>(sum), decay1_, sum);
            if constexpr (lanes > 2) sum = hn::MulAdd(moved<2>(sum), decay2_, sum);
            if constexpr (lanes > 4) sum = hn::MulAdd(moved<4>(sum), decay4_, sum);
            const auto v = hn::Add(hn::MulAdd(carry_mv_, retention_, sum), reversal_mv_);
            carry_mv_ = hn::MulAdd(carry_mv_, retention_all_, moved<-1>(sum));
            hn::StoreU(v, d, after_mv + part * lanes);
            all_quiet = part == 0 ? quiet(v) : hn::And(all_quiet, quiet(v));
        }
        return all_quiet;
    }
    HWY_INLINE Mask pass(const double* pa, double* after_mv) noexcept { return pass(inputs(pa), after_mv); }
    /// The first sample that is not quiet, of whole groups that hold one.
    HWY_INLINE std::size_t first_other(const double* after_mv) const noexcept {
        const Tag d;
        for (std::size_t k = 0;; k += lanes) {
            const auto lane = hn::FindFirstTrue(d, hn::Not(quiet(hn::LoadU(d, after_mv + k))));
            if (lane >= 0) return k + static_cast<std::size_t>(lane);
        }
    }
    static HWY_INLINE bool all(Mask quiet) noexcept { return hn::AllTrue(Tag(), quiet); }
    HWY_INLINE double end_mv() const noexcept { return hn::GetLane(carry_mv_); }

  private:
    HWY_INLINE Mask quiet(Vector v) const noexcept {
        return hn::And(hn::Lt(v, threshold_mv_), hn::Gt(v, hn::Set(Tag(), -voltage_limit_mv)));
    }
    /// Every lane takes the value of the one `distance` below (its own, where there is none); −1: all take the last.
    template <int distance>
    static HWY_INLINE Vector moved(Vector v) noexcept {
        alignas(64) static constexpr auto from = [] {
            std::array<std::int64_t, lanes> table{};
            for (int lane = 0; lane < static_cast<int>(lanes); ++lane)
                table[static_cast<std::size_t>(lane)] = distance < 0       ? static_cast<int>(lanes) - 1
                                                        : lane >= distance ? lane - distance
                                                                           : lane;
            return table;
        }();
        return hn::TableLookupLanes(v, hn::SetTableIndices(Tag(), from.data()));
    }

    Vector carry_mv_;
    const Vector retention_, retention_all_, decay1_, decay2_, decay4_, input_, reversal_mv_, threshold_mv_;
};

void relax_groups(PassivePrefixScan::Groups& groups) {
    constexpr std::size_t stride = 4 * group;
    Relaxation relaxation(groups);
    const double* const pa = groups.pa;
    double* const after_mv = groups.after_mv;
    const std::size_t samples = groups.samples;
    bool quiet = true;
    std::size_t k = 0;
    for (; quiet && k + stride <= samples; k += stride) {
        // All loads before a store: one whose address has the low bits of an earlier store's waits for that.
        const auto in_a = relaxation.inputs(pa + k);
        const auto in_b = relaxation.inputs(pa + k + group);
        const auto in_c = relaxation.inputs(pa + k + 2 * group);
        const auto in_e = relaxation.inputs(pa + k + 3 * group);
        const auto a = relaxation.pass(in_a, after_mv + k);
        const auto b = relaxation.pass(in_b, after_mv + k + group);
        const auto c = relaxation.pass(in_c, after_mv + k + 2 * group);
        const auto e = relaxation.pass(in_e, after_mv + k + 3 * group);
        quiet = relaxation.all(hn::And(hn::And(a, b), hn::And(c, e)));
    }
    for (; quiet && k < samples; k += group) quiet = relaxation.all(relaxation.pass(pa + k, after_mv + k));
    groups.begin_mv = relaxation.end_mv();
    if (quiet) return;
    k -= std::min(k, stride);
    groups.samples = k + relaxation.first_other(after_mv + k);
}

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::membrane {

HWY_EXPORT(relax_groups);

std::size_t PassivePrefixScan::relax(const Passive& membrane, double threshold_mv, double& voltage_mv,
                                     std::span<const double> held_pa, double* after_mv) noexcept {
    const double p = 1.0 - membrane.step_relaxation;
    if (membrane.step_relaxation < least_relaxation) return 0;
    if (p != retention_[0]) {
        retention_[0] = p;
        for (std::size_t j = 1; j < group; ++j) retention_[j] = retention_[j / 2] * retention_[(j - 1) / 2];
    }
    if (filled_ == none) {
        filled_ = 0;
        begin_mv_ = voltage_mv - membrane.reversal_mv;
    }
    Groups groups{membrane.reversal_mv,
                  threshold_mv,
                  (1.0 - p) * units::mv_per_mohm_pa * membrane.resistance_mohm,
                  retention_.data(),
                  begin_mv_,
                  0,
                  nullptr,
                  nullptr};
    std::size_t passed = 0;
    while (passed < held_pa.size()) {
        const auto left = held_pa.size() - passed;
        if (filled_ == 0 && left >= group) {
            const auto whole = left / group * group;
            groups.pa = held_pa.data() + passed;
            groups.after_mv = after_mv + passed;
            groups.samples = whole;
            HWY_DYNAMIC_DISPATCH(relax_groups)(groups);
            passed += groups.samples;
            if (groups.samples > 0) voltage_mv = after_mv[passed - 1];
            if (groups.samples < whole) return passed;
            continue;
        }
        const auto more = std::min(group - filled_, left);
        std::copy_n(held_pa.data() + passed, more, pa_.data() + filled_);
        std::fill(pa_.begin() + static_cast<std::ptrdiff_t>(filled_ + more), pa_.end(), 0.0);
        std::array<double, group> after;
        groups.pa = pa_.data();
        groups.after_mv = after.data();
        groups.samples = group;
        begin_mv_ = groups.begin_mv;
        HWY_DYNAMIC_DISPATCH(relax_groups)(groups);
        for (std::size_t j = 0; j < more; ++j, ++filled_) {
            if (!groups.is_quiet(after[filled_])) return passed;
            voltage_mv = after_mv[passed++] = after[filled_];
        }
        if (filled_ < group) return passed; // begin_mv_ is that of the group that goes on
        filled_ = 0;
    }
    begin_mv_ = groups.begin_mv;
    return passed;
}

} // namespace soma::membrane
#endif
