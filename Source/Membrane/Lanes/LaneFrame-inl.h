// The loop around a kernel, compiled once for each set of instructions: see LaneModel.h.

#if defined(SOMA_LANE_FRAME_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef SOMA_LANE_FRAME_INL
#undef SOMA_LANE_FRAME_INL
#else
#define SOMA_LANE_FRAME_INL
#endif

#include "Core/Simd.h"
#include "Membrane/Lanes/LaneModel.h"

#include <algorithm>
#include <bit>
#include <hwy/highway.h>
#include <utility>

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
static_assert(Lanes::count <= LaneStretch::widest_lane);

struct LaneDrive {
    Lanes::Vector current_pa;
    double conductance_ns = 0.0;
    double reversal_mv = 0.0;
};

/// V and its slope at both ends of a sample. A kernel with `scaled_slopes` leaves them to be multiplied by slope_scale.
struct LaneArc {
    Lanes::Vector begin_mv, begin_slope, end_mv, end_slope;
    Lanes::Vector slope_scale;
};

template <class Kernel>
concept ScaledSlopes = requires {
    requires Kernel::scaled_slopes;
};

/// Some rows of one vector of neurons.
template <std::size_t rows>
struct LaneRegisters {
    Lanes::Vector row[rows];

    HWY_INLINE Lanes::Vector& operator[](std::size_t r) { return row[r]; }
    HWY_INLINE const Lanes::Vector& operator[](std::size_t r) const { return row[r]; }
};

/// A few vectors of neurons that are advanced together, in registers. `partial`: the last of them may reach into the
/// padding.
template <class Kernel, std::size_t vectors, bool partial, bool clamped, bool summed>
class LaneGroup {
  public:
    static HWY_NOINLINE void run(const LaneStretch& stretch, std::size_t first) noexcept {
        if (stretch.held_pa == nullptr)
            stretch.own_current(stretch.context, first, vectors * Lanes::count, stretch.samples,
                                stretch.scratch->current_pa);
        LaneGroup(stretch, first).run(std::make_index_sequence<vectors>());
    }
    /// Once for all groups, where they get one current.
    static HWY_INLINE void spread_current(const LaneStretch& stretch) noexcept {
        const Lanes::Tag d;
        for (int k = 0; k < stretch.samples; ++k)
            hn::Store(hn::Set(d, stretch.held_pa[k]), d,
                      stretch.scratch->current_pa + static_cast<std::size_t>(k) * Lanes::count);
    }

  private:
    using Model = LaneModel<typename Kernel::Model>;
    using State = LaneRegisters<Model::state_rows>;
    using Coeffs = LaneRegisters<Model::coeff_rows>;
    using StateRows = std::make_index_sequence<Model::state_rows>;
    using CoeffRows = std::make_index_sequence<Model::coeff_rows>;

    struct Step {
        State before;
        LaneArc arc;
        Lanes::Mask quiet;
    };

    HWY_INLINE LaneGroup(const LaneStretch& stretch, std::size_t first) noexcept
        : stretch_(stretch)
        , first_(first)
        , own_lanes_(stretch.held_pa == nullptr ? Lanes::count : 0)
        , real_(hn::FirstN(Lanes::Tag(), std::min(Lanes::count, stretch.neurons - first))) {}

    template <std::size_t... v>
    HWY_INLINE void run(std::index_sequence<v...> all) noexcept {
        const int samples = stretch_.samples;
        (load(v, CoeffRows()), ...);
        (load_state(v, StateRows()), ...);
        for (int k = 0; k < samples; ++k) {
            if (sample(k, all)) continue;
            for (auto lanes = (settle(v, StateRows()) | ...); lanes != 0; lanes &= lanes - 1) {
                const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
                stretch_.scalar_sample(stretch_.context, first_ + lane, k,
                                       current_pa(k, lane / Lanes::count)[lane % Lanes::count]);
            }
            (load(v, CoeffRows()), ...);
            (load_state(v, StateRows()), ...);
        }
        (store_state(v, state_[v], StateRows()), ...);
    }

    /// Advances all vectors by sample k. False: some lane was not quiet; what is known of the step is in steps_.
    template <std::size_t... v>
    HWY_INLINE bool sample(int k, std::index_sequence<v...>) noexcept {
        const Lanes::Tag d;
        LaneDrive drive{hn::Zero(d)};
        if (clamped && stretch_.conductance_ns != nullptr) {
            drive.conductance_ns = stretch_.conductance_ns[k];
            drive.reversal_mv = stretch_.reversal_mv[k];
        }
        ((drive.current_pa = hn::Load(d, current_pa(k, v)), step(v, drive)), ...);
        double* const sums = stretch_.scratch->sums + static_cast<std::size_t>(k) * 4 * Lanes::count;
        const bool left_to_scalar = stretch_.scalar != nullptr && stretch_.scalar[k] != 0;
        if (left_to_scalar) ((steps_[v].quiet = hn::FirstN(d, 0)), ...);
        Lanes::Mask quiet = steps_[0].quiet;
        ((quiet = v == 0 ? quiet : hn::And(quiet, steps_[v].quiet)), ...);
        if (hn::AllTrue(d, partial ? hn::Or(quiet, hn::Not(real_)) : quiet)) [[likely]] {
            if constexpr (summed) (add<partial>(steps_[v], sums), ...);
            return true;
        }
        if constexpr (summed) (add<true>(steps_[v], sums), ...);
        return false;
    }

    HWY_INLINE void step(std::size_t v, const LaneDrive& drive) noexcept {
        steps_[v].before = state_[v];
        steps_[v].quiet = Kernel::template step<clamped>(drive, coeffs_[v], state_[v], steps_[v].arc);
    }

    /// A sum is a product with 1 and an addition: where multiplier and adder are units of their own, the adder is what
    /// a step keeps busy.
    template <bool masked>
    HWY_INLINE void add(const Step& taken, double* sums) noexcept {
        const Lanes::Tag d;
        const auto one = hn::Set(d, 1.0);
        const auto scale = ScaledSlopes<Kernel> ? taken.arc.slope_scale : one;
        add_row<masked>(taken, taken.arc.begin_mv, one, sums);
        add_row<masked>(taken, taken.arc.begin_slope, scale, sums + Lanes::count);
        add_row<masked>(taken, taken.arc.end_mv, one, sums + 2 * Lanes::count);
        add_row<masked>(taken, taken.arc.end_slope, scale, sums + 3 * Lanes::count);
    }
    template <bool masked>
    HWY_INLINE void add_row(const Step& taken, Lanes::Vector row, Lanes::Vector factor, double* sum) noexcept {
        const Lanes::Tag d;
        if constexpr (masked) row = hn::IfThenElseZero(hn::And(taken.quiet, real_), row);
        hn::Store(hn::MulAdd(row, factor, hn::Load(d, sum)), d, sum);
    }

    /// Stores the state, with the lanes that were not quiet put back to before the sample; returns those, one bit for
    /// each lane of the group.
    template <std::size_t... r>
    HWY_INLINE std::uint64_t settle(std::size_t v, std::index_sequence<r...>) noexcept {
        const Lanes::Tag d;
        const auto& taken = steps_[v];
        (hn::Store(hn::IfThenElse(taken.quiet, state_[v][r], taken.before[r]), d, at(r, v)), ...);
        std::uint8_t bits[8] = {};
        hn::StoreMaskBits(d, hn::AndNot(taken.quiet, real_), bits);
        return std::uint64_t{bits[0]} << (v * Lanes::count);
    }
    template <std::size_t... r>
    HWY_INLINE void load_state(std::size_t v, std::index_sequence<r...>) noexcept {
        ((state_[v][r] = hn::Load(Lanes::Tag(), at(r, v))), ...);
    }
    template <std::size_t... r>
    HWY_INLINE void load(std::size_t v, std::index_sequence<r...>) noexcept {
        ((coeffs_[v][r] = hn::Load(Lanes::Tag(), at(Model::state_rows + r, v))), ...);
    }
    template <std::size_t... r>
    HWY_INLINE void store_state(std::size_t v, const State& state, std::index_sequence<r...>) noexcept {
        (hn::Store(state[r], Lanes::Tag(), at(r, v)), ...);
    }
    HWY_INLINE double* at(std::size_t row, std::size_t v) const noexcept {
        return stretch_.rows[row] + first_ + v * Lanes::count;
    }
    /// Of vector v, its own or the one of all.
    HWY_INLINE const double* current_pa(int k, std::size_t v) const noexcept {
        const std::size_t row = own_lanes_ != 0 ? vectors * Lanes::count : Lanes::count;
        return stretch_.scratch->current_pa + static_cast<std::size_t>(k) * row + v * own_lanes_;
    }

    const LaneStretch& stretch_;
    std::size_t first_, own_lanes_;
    Lanes::Mask real_;
    State state_[vectors];
    Coeffs coeffs_[vectors];
    Step steps_[vectors];
};

/// The groups of a kernel that is written for Wide numbers: WideFrame-inl.h.
template <class Kernel>
concept WideKernel = requires {
    requires Kernel::wide;
};
template <WideKernel Kernel>
class WideGroup;

template <class Kernel, bool clamped, bool summed>
HWY_INLINE void run_narrow(const LaneStretch& stretch) noexcept {
    constexpr std::size_t at_once = Kernel::vectors * Lanes::count;
    static_assert(at_once <= LaneStretch::widest);
    if (stretch.held_pa != nullptr) LaneGroup<Kernel, 1, true, clamped, summed>::spread_current(stretch);
    std::size_t first = 0;
    for (; first + at_once <= stretch.neurons; first += at_once)
        LaneGroup<Kernel, Kernel::vectors, false, clamped, summed>::run(stretch, first);
    for (; first < stretch.neurons; first += Lanes::count)
        LaneGroup<Kernel, 1, true, clamped, summed>::run(stretch, first);
}

template <class Kernel>
HWY_INLINE void run_groups(const LaneStretch& stretch) noexcept {
    if constexpr (WideKernel<Kernel>) {
        for (std::size_t first = 0; first < stretch.neurons; first += WideGroup<Kernel>::lanes)
            WideGroup<Kernel>::run(stretch, first);
    } else {
        const bool summed = stretch.sums != nullptr,
                   clamped = !Kernel::clamp_apart || stretch.conductance_ns != nullptr;
        if (clamped && summed) return run_narrow<Kernel, true, true>(stretch);
        if (clamped) return run_narrow<Kernel, true, false>(stretch);
        if constexpr (Kernel::clamp_apart)
            summed ? run_narrow<Kernel, false, true>(stretch) : run_narrow<Kernel, false, false>(stretch);
    }
}

/// A stretch for all neurons. The sums run over the groups lane by lane and then over the lanes: in one order, whatever
/// the stretch's length.
template <class Kernel>
HWY_INLINE void run_lanes(const LaneStretch& stretch) noexcept {
    if (stretch.sums == nullptr) return run_groups<Kernel>(stretch);
    const auto samples = static_cast<std::size_t>(stretch.samples);
    std::fill_n(stretch.scratch->sums, samples * 4 * Lanes::count, 0.0);
    run_groups<Kernel>(stretch);
    const double* sums = stretch.scratch->sums;
    const auto total = [&]() HWY_ATTR {
        const Lanes::Tag d;
        const double sum = hn::GetLane(hn::SumOfLanes(d, hn::Load(d, sums)));
        sums += Lanes::count;
        return sum;
    };
    for (std::size_t k = 0; k < samples; ++k) stretch.sums[k] = {total(), total(), total(), total()};
}

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
