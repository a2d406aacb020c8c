// The loop around a kernel, compiled once for each set of instructions: see LaneModel.h.

#if defined(SOMA_LANE_FRAME_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef SOMA_LANE_FRAME_INL
#undef SOMA_LANE_FRAME_INL
#else
#define SOMA_LANE_FRAME_INL
#endif

#include "Membrane/Lanes/Wide-inl.h"

#include <algorithm>
#include <utility>

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {

template <class Real>
struct LaneDrive {
    Real current_pa;
    double conductance_ns = 0.0;
    double reversal_mv = 0.0;
};

template <class Real>
struct LaneSegment {
    Real begin_mv, begin_slope, end_mv, end_slope;
    double* between = nullptr; ///< where V and slope between steps go; null: nobody asks

    HWY_INLINE void between_steps(const Real& mv, const Real& slope) noexcept {
        if (between == nullptr) return;
        mv.store(between);
        slope.store(between + Real::lanes);
        between += 2 * Real::lanes;
    }
};

/// Some rows of the neurons that are advanced together, indexed by LaneModel's State or Coeff.
template <class Real, std::size_t rows>
struct LaneRegisters {
    Real row[rows];

    HWY_INLINE Real& operator[](std::size_t r) noexcept { return row[r]; }
    HWY_INLINE const Real& operator[](std::size_t r) const noexcept { return row[r]; }
};
template <class Row, class Real>
using LaneState = LaneRegisters<Real, Row::state_rows + Row::derived_rows>;
template <class Row, class Real>
using LaneCoeffs = LaneRegisters<Real, Row::coeff_rows>;

/// The neurons that are advanced together, in registers. There is one class for whole and for partial groups, with and
/// without sums: beside a step their difference costs next to nothing, and each more is seconds of compiling.
template <class Kernel>
class LaneGroup {
  public:
    static constexpr std::size_t vectors = Kernel::vectors, lanes = vectors * Lanes::count;
    static_assert(lanes <= LaneInterval::widest);
    static_assert(lanes <= LaneRows::padding);

    static HWY_NOINLINE void run(const LaneInterval& interval, std::size_t first) noexcept {
        LaneGroup group(interval, first);
        group.run();
    }

  private:
    using Real = Wide<vectors>;
    using Model = LaneModel<typename Kernel::Model>;
    using State = LaneState<Model, Real>;
    using StateRows = std::make_index_sequence<Model::state_rows>;
    using CoeffRows = std::make_index_sequence<Model::coeff_rows>;

    struct Step {
        LaneRegisters<Real, Model::state_rows> before;
        LaneSegment<Real> segment;
        typename Real::Mask quiet;
    };

    HWY_INLINE LaneGroup(const LaneInterval& interval, std::size_t first) noexcept
        : interval_(interval)
        , first_(first) {
        const Lanes::Tag d;
        const std::size_t here = std::min(Real::lanes, interval.neurons - first);
        for (std::size_t v = 0; v < vectors; ++v) {
            const std::size_t before = std::min(here, v * Lanes::count);
            real_.part[v] = hn::FirstN(d, std::min(Lanes::count, here - before));
            padding_.part[v] = hn::Not(real_.part[v]);
        }
        load_coeffs(CoeffRows());
        load_state(StateRows());
    }

    HWY_INLINE void run() noexcept {
        const int samples = interval_.samples;
        const bool summed = interval_.sums != nullptr, whole = interval_.neurons - first_ >= lanes;
        const double* const held_pa = interval_.held_pa;
        const std::uint8_t* const scalar = interval_.scalar;
        const double* own_pa = interval_.scratch->current_pa;
        double* sums = interval_.scratch->sums;
        if (held_pa == nullptr)
            interval_.own_current(interval_.context, first_, Real::lanes, samples, interval_.scratch->current_pa);
        for (int k = 0; k < samples; ++k) {
            LaneDrive<Real> drive{held_pa != nullptr ? Real(held_pa[k]) : Real::load(own_pa)};
            if (interval_.conductance_ns != nullptr) {
                drive.conductance_ns = interval_.conductance_ns[k];
                drive.reversal_mv = interval_.reversal_mv[k];
            }
            Step taken;
            if (summed && interval_.steps > 1) taken.segment.between = interval_.scratch->between;
            keep(taken, StateRows());
            taken.quiet = Kernel::step(drive, coeffs_, state_, taken.segment);
            const bool left_to_scalar = scalar != nullptr && scalar[k] != 0;
            if (!left_to_scalar && all(taken.quiet | padding_)) [[likely]] {
                if (summed) whole ? add<false>(taken, sums) : add<true>(taken, sums);
            } else {
                if (left_to_scalar) taken.quiet = Real(0.0) > Real(0.0);
                if (summed) add<true>(taken, sums);
                settle(taken, k, held_pa != nullptr ? nullptr : own_pa);
            }
            own_pa += Real::lanes;
            sums += 2 * static_cast<std::size_t>(interval_.steps + 1) * Lanes::count;
        }
        store_state(StateRows());
    }

    template <bool masked>
    HWY_INLINE void add(const Step& taken, double* sums) noexcept {
        const double* between = interval_.scratch->between;
        add_point<masked>(taken, taken.segment.begin_mv, taken.segment.begin_slope, sums);
        for (int step = 1; step < interval_.steps; ++step, between += 2 * Real::lanes)
            add_point<masked>(taken, Real::load(between), Real::load(between + Real::lanes), sums);
        add_point<masked>(taken, taken.segment.end_mv, taken.segment.end_slope, sums);
    }
    template <bool masked>
    HWY_INLINE void add_point(const Step& taken, const Real& mv, const Real& slope, double*& sums) noexcept {
        add_row<masked>(taken, mv, sums);
        add_row<masked>(taken, slope, sums + Lanes::count);
        sums += 2 * Lanes::count;
    }
    template <bool masked>
    HWY_INLINE void add_row(const Step& taken, Real row, double* sum) noexcept {
        const Lanes::Tag d;
        if constexpr (masked) row = select(taken.quiet & real_, row, Real(0.0));
        auto total = hn::Load(d, sum);
        HWY_UNROLL(8) for (std::size_t v = 0; v < vectors; ++v) total = hn::Add(total, row.part[v]);
        hn::Store(total, d, sum);
    }

    /// The lanes that were not quiet go back to before the sample, and the scalar model does it.
    HWY_INLINE void settle(const Step& taken, int sample, const double* own_pa) noexcept {
        const Lanes::Tag d;
        put_back(taken, StateRows());
        for (std::size_t v = 0; v < vectors; ++v) {
            std::uint8_t bits[8] = {};
            hn::StoreMaskBits(d, hn::AndNot(taken.quiet.part[v], real_.part[v]), bits);
            const std::size_t lane = v * Lanes::count;
            call_scalar(interval_, first_ + lane, bits[0], sample, own_pa != nullptr ? own_pa + lane : nullptr);
        }
        load_state(StateRows());
    }
    static HWY_NOINLINE void call_scalar(const LaneInterval& interval, std::size_t first, unsigned lanes, int sample,
                                         const double* own_pa) noexcept {
        for (std::size_t lane = 0; lanes != 0; ++lane, lanes >>= 1)
            if ((lanes & 1) != 0)
                interval.scalar_sample(interval.context, first + lane, sample,
                                       own_pa != nullptr ? own_pa[lane] : interval.held_pa[sample]);
    }

    template <std::size_t... r>
    HWY_INLINE void load_coeffs(std::index_sequence<r...>) noexcept {
        ((coeffs_[r] = Real::load(at(Model::state_rows + r))), ...);
    }
    template <std::size_t... r>
    HWY_INLINE void load_state(std::index_sequence<r...>) noexcept {
        ((state_[r] = Real::load(at(r))), ...);
        if constexpr (Model::derived_rows > 0) Kernel::derive(coeffs_, state_);
    }
    template <std::size_t... r>
    HWY_INLINE void store_state(std::index_sequence<r...>) const noexcept {
        (state_[r].store(at(r)), ...);
    }
    template <std::size_t... r>
    HWY_INLINE void keep(Step& taken, std::index_sequence<r...>) const noexcept {
        ((taken.before[r] = state_[r]), ...);
    }
    template <std::size_t... r>
    HWY_INLINE void put_back(const Step& taken, std::index_sequence<r...>) const noexcept {
        (select(taken.quiet, state_[r], taken.before[r]).store(at(r)), ...);
    }
    HWY_INLINE double* at(std::size_t row) const noexcept { return interval_.rows[row] + first_; }

    const LaneInterval& interval_;
    std::size_t first_;
    typename Real::Mask real_, padding_;
    State state_;
    LaneCoeffs<Model, Real> coeffs_;
};

/// An interval for all neurons. The sums run over the groups lane by lane and then over the lanes: in one order,
/// whatever the interval's length.
template <class Kernel>
HWY_INLINE void run_lanes(const LaneInterval& interval) noexcept {
    const auto samples = static_cast<std::size_t>(interval.samples);
    const auto steps = static_cast<std::size_t>(interval.steps);
    if (interval.sums != nullptr) std::fill_n(interval.scratch->sums, samples * (steps + 1) * 2 * Lanes::count, 0.0);
    for (std::size_t first = 0; first < interval.neurons; first += LaneGroup<Kernel>::lanes)
        LaneGroup<Kernel>::run(interval, first);
    if (interval.sums == nullptr) return;
    const double* sums = interval.scratch->sums;
    const auto total = [&]() HWY_ATTR {
        const Lanes::Tag d;
        const double sum = hn::GetLane(hn::SumOfLanes(d, hn::Load(d, sums)));
        sums += Lanes::count;
        return sum;
    };
    LaneSums* out = interval.sums;
    for (std::size_t k = 0; k < samples; ++k) {
        double begin_mv = total(), begin_slope = total();
        for (std::size_t step = 0; step < steps; ++step) {
            const double end_mv = total(), end_slope = total();
            *out++ = {begin_mv, begin_slope, end_mv, end_slope};
            begin_mv = end_mv;
            begin_slope = end_slope;
        }
    }
}

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
