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

struct LaneArc {
    Lanes::Vector begin_mv, begin_slope, end_mv, end_slope;
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
        LaneGroup group(stretch, first);
        group.run(std::make_index_sequence<vectors>());
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
        , real_(hn::FirstN(Lanes::Tag(), std::min(Lanes::count, stretch.neurons - first))) {}

    template <std::size_t... v>
    HWY_INLINE void run(std::index_sequence<v...>) noexcept {
        const Lanes::Tag d;
        const int samples = stretch_.samples;
        const double* const held_pa = stretch_.held_pa;
        const double* const conductance_ns = stretch_.conductance_ns;
        const double* const reversal_mv = stretch_.reversal_mv;
        const std::uint8_t* const scalar = stretch_.scalar;
        const double* own_pa = stretch_.scratch->current_pa;
        double* sums = stretch_.scratch->sums;
        if (held_pa == nullptr)
            stretch_.own_current(stretch_.context, first_, vectors * Lanes::count, samples,
                                 stretch_.scratch->current_pa);
        (load_coeffs(v, std::make_index_sequence<Model::coeff_rows>()), ...);
        (load_state(v, StateRows()), ...);
        for (int k = 0; k < samples; ++k) {
            LaneDrive drive{held_pa != nullptr ? hn::Set(d, held_pa[k]) : hn::Zero(d)};
            if (clamped && conductance_ns != nullptr) {
                drive.conductance_ns = conductance_ns[k];
                drive.reversal_mv = reversal_mv[k];
            }
            Step steps[vectors];
            (step(v, drive, held_pa != nullptr ? nullptr : own_pa + v * Lanes::count, steps[v]), ...);
            Lanes::Mask quiet = partial ? hn::Or(steps[0].quiet, hn::Not(real_)) : steps[0].quiet;
            ((quiet = v == 0 ? quiet : hn::And(quiet, steps[v].quiet)), ...);
            const bool left_to_scalar = scalar != nullptr && scalar[k] != 0;
            if (!left_to_scalar && hn::AllTrue(d, quiet)) [[likely]] {
                if constexpr (summed) (add<partial>(steps[v], sums), ...);
            } else {
                if (left_to_scalar) ((steps[v].quiet = hn::FirstN(d, 0)), ...);
                if constexpr (summed) (add<true>(steps[v], sums), ...);
                (settle(v, steps[v], k, held_pa != nullptr ? nullptr : own_pa + v * Lanes::count), ...);
            }
            own_pa += vectors * Lanes::count;
            sums += 4 * Lanes::count;
        }
        (store_state(v, state_[v], StateRows()), ...);
    }

    HWY_INLINE void step(std::size_t v, LaneDrive drive, const double* own_pa, Step& taken) noexcept {
        if (own_pa != nullptr) drive.current_pa = hn::Load(Lanes::Tag(), own_pa);
        taken.before = state_[v];
        taken.quiet = Kernel::template step<clamped>(drive, coeffs_[v], state_[v], taken.arc);
    }

    template <bool masked>
    HWY_INLINE void add(const Step& taken, double* sums) noexcept {
        add_row<masked>(taken, taken.arc.begin_mv, sums);
        add_row<masked>(taken, taken.arc.begin_slope, sums + Lanes::count);
        add_row<masked>(taken, taken.arc.end_mv, sums + 2 * Lanes::count);
        add_row<masked>(taken, taken.arc.end_slope, sums + 3 * Lanes::count);
    }
    template <bool masked>
    HWY_INLINE void add_row(const Step& taken, Lanes::Vector row, double* sum) noexcept {
        const Lanes::Tag d;
        if constexpr (masked) row = hn::IfThenElseZero(hn::And(taken.quiet, real_), row);
        hn::Store(hn::Add(hn::Load(d, sum), row), d, sum);
    }

    /// The lanes that were not quiet go back to before the sample, and the scalar model does it.
    HWY_INLINE void settle(std::size_t v, const Step& taken, int sample, const double* own_pa) noexcept {
        const Lanes::Tag d;
        const Lanes::Mask left = hn::AndNot(taken.quiet, real_);
        if (hn::AllFalse(d, left)) return;
        State put_back;
        blend(taken, state_[v], put_back, StateRows());
        store_state(v, put_back, StateRows());
        std::uint8_t bits[8] = {};
        hn::StoreMaskBits(d, left, bits);
        call_scalar(stretch_, first_ + v * Lanes::count, bits[0], sample, own_pa);
        load_state(v, StateRows());
    }
    static HWY_NOINLINE void call_scalar(const LaneStretch& stretch, std::size_t first, unsigned lanes, int sample,
                                         const double* own_pa) noexcept {
        for (std::size_t lane = 0; lanes != 0; ++lane, lanes >>= 1)
            if ((lanes & 1) != 0)
                stretch.scalar_sample(stretch.context, first + lane, sample,
                                      own_pa != nullptr ? own_pa[lane] : stretch.held_pa[sample]);
    }

    template <std::size_t... r>
    HWY_INLINE static void blend(const Step& taken, const State& after, State& put_back,
                                 std::index_sequence<r...>) noexcept {
        ((put_back[r] = hn::IfThenElse(taken.quiet, after[r], taken.before[r])), ...);
    }
    template <std::size_t... r>
    HWY_INLINE void load_state(std::size_t v, std::index_sequence<r...>) noexcept {
        ((state_[v][r] = hn::Load(Lanes::Tag(), at(r, v))), ...);
    }
    template <std::size_t... r>
    HWY_INLINE void load_coeffs(std::size_t v, std::index_sequence<r...>) noexcept {
        ((coeffs_[v][r] = hn::Load(Lanes::Tag(), at(Model::state_rows + r, v))), ...);
    }
    template <std::size_t... r>
    HWY_INLINE void store_state(std::size_t v, const State& state, std::index_sequence<r...>) noexcept {
        (hn::Store(state[r], Lanes::Tag(), at(r, v)), ...);
    }
    HWY_INLINE double* at(std::size_t row, std::size_t v) const noexcept {
        return stretch_.rows[row] + first_ + v * Lanes::count;
    }

    const LaneStretch& stretch_;
    std::size_t first_;
    Lanes::Mask real_;
    State state_[vectors];
    Coeffs coeffs_[vectors];
};

template <class Kernel, bool clamped, bool summed>
HWY_INLINE void run_groups(const LaneStretch& stretch) noexcept {
    constexpr std::size_t at_once = Kernel::vectors * Lanes::count;
    static_assert(at_once <= LaneStretch::widest);
    std::size_t first = 0;
    for (; first + at_once <= stretch.neurons; first += at_once)
        LaneGroup<Kernel, Kernel::vectors, false, clamped, summed>::run(stretch, first);
    for (; first < stretch.neurons; first += Lanes::count)
        LaneGroup<Kernel, 1, true, clamped, summed>::run(stretch, first);
}

template <class Kernel, bool clamped>
HWY_INLINE void run_clamped(const LaneStretch& stretch) noexcept {
    if (stretch.sums == nullptr) return run_groups<Kernel, clamped, false>(stretch);
    const auto samples = static_cast<std::size_t>(stretch.samples);
    std::fill_n(stretch.scratch->sums, samples * 4 * Lanes::count, 0.0);
    run_groups<Kernel, clamped, true>(stretch);
    const double* sums = stretch.scratch->sums;
    const auto total = [&]() HWY_ATTR {
        const Lanes::Tag d;
        const double sum = hn::GetLane(hn::SumOfLanes(d, hn::Load(d, sums)));
        sums += Lanes::count;
        return sum;
    };
    for (std::size_t k = 0; k < samples; ++k) stretch.sums[k] = {total(), total(), total(), total()};
}

/// A stretch for all neurons. The sums run over the groups lane by lane and then over the lanes: in one order, whatever
/// the stretch's length.
template <class Kernel>
HWY_INLINE void run_lanes(const LaneStretch& stretch) noexcept {
    if (Kernel::clamp_apart && stretch.conductance_ns == nullptr)
        run_clamped<Kernel, false>(stretch);
    else
        run_clamped<Kernel, true>(stretch);
}

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
