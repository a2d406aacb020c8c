// Passive membranes side by side that all get one current, compiled once for each set of instructions: see LifLanes.h.

#if defined(SOMA_PASSIVE_GROUP_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef SOMA_PASSIVE_GROUP_INL
#undef SOMA_PASSIVE_GROUP_INL
#else
#define SOMA_PASSIVE_GROUP_INL
#endif

#include "Membrane/Lanes/PassiveEvents.h"
#include "Membrane/Lanes/Wide-inl.h"

#include <utility>

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {

/// Sums over a population of passive membranes, lane by lane and sample by sample: of all neurons, as each sample
/// begins, ΣU, ΣU/τ and ΣR/τ. The slope is (R·I − U)/τ; a sample ends where the next begins.
struct PassiveSums {
    static constexpr std::size_t length = static_cast<std::size_t>(limits::quantum) + 1;
    struct Row {
        Lanes::Vector above_mv, above_per_tau, mv_per_pa_tau;
    };
    Row rows[length];
    Lanes::Vector reversal_mv; ///< ΣE

    HWY_INLINE void clear(std::size_t samples) noexcept {
        const auto zero = hn::Zero(Lanes::Tag());
        std::fill_n(rows, samples + 1, Row{zero, zero, zero});
        reversal_mv = zero;
    }
};

/// Not inlined: the registers of a group would otherwise be spilled in its loop.
static HWY_NOINLINE void catch_up(PassiveEvents& events) noexcept { events.catch_up(); }

/// A few vectors of neurons that are advanced together, in registers. `partial`: the last may reach into the padding.
template <std::size_t vectors, bool partial, bool summed>
class PassiveGroup {
  public:
    static HWY_NOINLINE void run(const LaneInterval& interval, std::size_t first, PassiveSums& sums) noexcept {
        PassiveGroup(interval, first, sums).run(All());
    }

  private:
    using Row = PassiveLanes;
    using All = std::make_index_sequence<vectors>;

    /// The membranes' state and coefficients during a run.
    struct Membranes {
        Lanes::Vector above_mv[vectors], decay[vectors], step_mv_per_pa[vectors], per_tau[vectors];
        Lanes::Vector threshold_above_mv[vectors];
        /// Derived: the effect of driven_pa in a sample, so that a current that stays is multiplied once; and
        /// ΣR/τ.
        Lanes::Vector driven_mv[vectors], mv_per_pa_tau;
        double driven_pa;
    };

    HWY_INLINE PassiveGroup(const LaneInterval& interval, std::size_t first, PassiveSums& sums) noexcept
        : interval_(interval)
        , first_(first)
        , sums_(sums) {}

    template <std::size_t... v>
    HWY_INLINE void run(std::index_sequence<v...> all) const noexcept {
        PassiveEvents events(interval_, first_);
        const int samples = interval_.samples;
        for (int k = 0; k < samples; ++k) {
            const int begin = k;
            while (k < samples && (interval_.scalar == nullptr || interval_.scalar[k] == 0)) ++k;
            if (k > begin) run_vectors(events, begin, k, all);
            if (k < samples) run_scalar(k);
        }
        events.report();
        if constexpr (summed) {
            add(load(all), samples, all);
            ((sums_.reversal_mv = hn::Add(sums_.reversal_mv, counted(vector(Row::reversal_mv, v)))), ...);
        }
    }

    /// Samples from `begin` to before `end`.
    template <std::size_t... v>
    HWY_INLINE void run_vectors(PassiveEvents& events, int begin, int end,
                                std::index_sequence<v...> all) const noexcept {
        events.begin(end);
        for (auto lanes = (released_within(v, end - begin) | ...); lanes != 0; lanes &= lanes - 1)
            events.add_release(static_cast<std::size_t>(std::countr_zero(lanes)));
        auto now = load(all); // before the rows are ahead
        catch_up(events);
        alignas(64) double begin_mv[vectors * Lanes::count] = {};
        for (int k = begin; k < end;) {
            if (events.is_due(k)) catch_up(events);
            const int stop = events.next_stop(k);
            std::uint64_t fired = 0;
            while (k < stop && fired == 0) fired = sample(now, k++, begin_mv, all);
            const auto released = events.released(k - 1);
            if ((fired | released) != 0) pass_events(now, k - 1, fired, released, begin_mv, events, all);
        }
        catch_up(events);
        (store(Row::above_mv, v, now.above_mv[v]), ...);
        (store(Row::decay, v, now.decay[v]), ...);
        (store(Row::step_mv_per_pa, v, now.step_mv_per_pa[v]), ...);
        (store(Row::per_tau, v, now.per_tau[v]), ...);
    }

    template <std::size_t... v>
    HWY_INLINE Membranes load(std::index_sequence<v...> all) const noexcept {
        Membranes now;
        ((now.above_mv[v] = vector(Row::above_mv, v), now.decay[v] = vector(Row::decay, v),
          now.step_mv_per_pa[v] = vector(Row::step_mv_per_pa, v), now.per_tau[v] = vector(Row::per_tau, v),
          now.threshold_above_mv[v] = vector(Row::threshold_above_mv, v)),
         ...);
        now.driven_pa = 0.0;
        derive(now, all);
        return now;
    }
    template <std::size_t... v>
    static HWY_INLINE void drive(Membranes& now, std::index_sequence<v...>) noexcept {
        const auto pa = hn::Set(Lanes::Tag(), now.driven_pa);
        ((now.driven_mv[v] = hn::Mul(now.step_mv_per_pa[v], pa)), ...);
    }
    template <std::size_t... v>
    HWY_INLINE void derive(Membranes& now, std::index_sequence<v...> all) const noexcept {
        drive(now, all);
        if constexpr (!summed) return;
        now.mv_per_pa_tau = hn::Zero(Lanes::Tag());
        ((now.mv_per_pa_tau = hn::Add(now.mv_per_pa_tau, counted(hn::Mul(vector(Row::mv_per_pa, v), now.per_tau[v])))),
         ...);
    }

    /// One bit for each neuron that is released in so many samples.
    HWY_INLINE std::uint64_t released_within(std::size_t v, int samples) const noexcept {
        const Lanes::Tag d;
        const auto left = hn::Sub(vector(Row::release_samples, v), hn::Set(d, static_cast<double>(samples)));
        store(Row::release_samples, v, left);
        return bits(hn::And(hn::Lt(left, hn::Zero(d)), real()), v);
    }

    /// Advances all by sample k, as if nothing happened. Returns one bit for each neuron that fires; if there is one,
    /// begin_mv is U of all before.
    template <std::size_t... v>
    HWY_INLINE std::uint64_t sample(Membranes& now, int k, double* begin_mv,
                                    std::index_sequence<v...> all) const noexcept {
        const Lanes::Tag d;
        if (interval_.held_pa[k] != now.driven_pa) {
            now.driven_pa = interval_.held_pa[k];
            drive(now, all);
        }
        const Lanes::Vector end_mv[vectors] = {hn::MulAdd(now.decay[v], now.above_mv[v], now.driven_mv[v])...};
        if constexpr (summed) add(now, k, all);
        // A subtraction replaces the comparison, whose multipliers are busy. Lanes below the threshold are negative.
        auto beyond_mv = hn::Sub(end_mv[0], now.threshold_above_mv[0]);
        ((beyond_mv = v == 0 ? beyond_mv : hn::And(beyond_mv, hn::Sub(end_mv[v], now.threshold_above_mv[v]))), ...);
        const hn::RebindToSigned<Lanes::Tag> signs;
        const auto all_below = hn::RebindMask(d, hn::Lt(hn::BitCast(signs, beyond_mv), hn::Zero(signs)));
        std::uint64_t fired = 0;
        if (!hn::AllTrue(d, partial ? hn::Or(all_below, hn::Not(real())) : all_below)) [[unlikely]] {
            fired = (bits(hn::AndNot(hn::Lt(end_mv[v], now.threshold_above_mv[v]), real()), v) | ...);
            (hn::Store(now.above_mv[v], d, begin_mv + v * Lanes::count), ...);
        }
        ((now.above_mv[v] = end_mv[v]), ...);
        return fired;
    }

    /// Applies the events of sample k: spikes of `fired`, ends of refractory periods of `released`.
    template <std::size_t... v>
    HWY_INLINE void pass_events(Membranes& now, int k, std::uint64_t fired, std::uint64_t released,
                                const double* begin_mv, PassiveEvents& events,
                                std::index_sequence<v...> all) const noexcept {
        auto posted = released;
        for (auto lanes = fired; lanes != 0; lanes &= lanes - 1) {
            const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
            if (!events.spike(lane, k, begin_mv[lane])) [[unlikely]]
                posted |= std::uint64_t{1} << lane;
        }
        if (posted != released) catch_up(events);
        (hold(now, v, mask(fired, v)), ...);
        if (posted != 0) (take(now, v, mask(posted, v)), ...);
        derive(now, all);
        for (auto lanes = fired; summed && lanes != 0; lanes &= lanes - 1) {
            const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
            const bool held = (posted >> lane & 1) == 0;
            exclude(lane, k, {begin_mv[lane], of(lane, Row::free_per_tau)},
                    held ? End{of(lane, Row::reset_above_mv), 0.0} : end_of(lane));
        }
        for (auto lanes = released; summed && lanes != 0; lanes &= lanes - 1) {
            const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
            exclude(lane, k, {events.held_above_mv(lane), 0.0}, end_of(lane));
        }
        for (auto lanes = posted; lanes != 0; lanes &= lanes - 1)
            events.expect_release(static_cast<std::size_t>(std::countr_zero(lanes)), k + 1);
    }

    HWY_INLINE void hold(Membranes& now, std::size_t v, Lanes::Mask fired) const noexcept {
        now.above_mv[v] = hn::IfThenElse(fired, vector(Row::reset_above_mv, v), now.above_mv[v]);
        now.decay[v] = hn::IfThenElse(fired, hn::Set(Lanes::Tag(), 1.0), now.decay[v]);
        now.step_mv_per_pa[v] = hn::IfThenZeroElse(fired, now.step_mv_per_pa[v]);
        now.per_tau[v] = hn::IfThenZeroElse(fired, now.per_tau[v]);
    }
    /// Reads back the rows that the scalar model has written.
    HWY_INLINE void take(Membranes& now, std::size_t v, Lanes::Mask posted) const noexcept {
        now.above_mv[v] = hn::IfThenElse(posted, vector(Row::above_mv, v), now.above_mv[v]);
        now.decay[v] = hn::IfThenElse(posted, vector(Row::decay, v), now.decay[v]);
        now.step_mv_per_pa[v] = hn::IfThenElse(posted, vector(Row::step_mv_per_pa, v), now.step_mv_per_pa[v]);
        now.per_tau[v] = hn::IfThenElse(posted, vector(Row::per_tau, v), now.per_tau[v]);
    }

    /// One sample of every neuron by the scalar model.
    void run_scalar(int k) const noexcept {
        if constexpr (summed) add(load(All()), k, All());
        const std::size_t neurons = std::min(vectors * Lanes::count, interval_.neurons - first_);
        for (std::size_t lane = 0; lane < neurons; ++lane) {
            const auto begin = end_of(lane);
            interval_.scalar_sample(interval_.context, first_ + lane, k, interval_.held_pa[k]);
            if constexpr (summed) exclude(lane, k, begin, end_of(lane));
        }
    }

    template <std::size_t... v>
    HWY_INLINE void add(const Membranes& now, int k, std::index_sequence<v...>) const noexcept {
        auto& row = sums_.rows[k];
        auto above_mv = row.above_mv, above_per_tau = row.above_per_tau;
        ((above_mv = hn::Add(above_mv, counted(now.above_mv[v])),
          above_per_tau = hn::MulAdd(counted(now.above_mv[v]), now.per_tau[v], above_per_tau)),
         ...);
        row = {above_mv, above_per_tau, hn::Add(row.mv_per_pa_tau, now.mv_per_pa_tau)};
    }

    /// One end of a sample of one neuron.
    struct End {
        double above_mv, per_tau;
    };
    End end_of(std::size_t lane) const noexcept { return {of(lane, Row::above_mv), of(lane, Row::per_tau)}; }

    /// A neuron that was not quiet in sample k is no part of the sums: takes away what PassiveSums makes of it.
    void exclude(std::size_t lane, int k, End begin, End end) const noexcept {
        auto& sum = interval_.sums[k];
        const double target_slope = of(lane, Row::mv_per_pa) * interval_.held_pa[k] * begin.per_tau;
        sum.begin_mv -= begin.above_mv + of(lane, Row::reversal_mv);
        sum.begin_slope -= target_slope - begin.above_mv * begin.per_tau;
        sum.end_mv -= end.above_mv + of(lane, Row::reversal_mv);
        sum.end_slope -= target_slope - end.above_mv * end.per_tau;
    }

    HWY_INLINE Lanes::Vector counted(Lanes::Vector value) const noexcept {
        return partial ? hn::IfThenElseZero(real(), value) : value;
    }
    HWY_INLINE Lanes::Mask real() const noexcept {
        return hn::FirstN(Lanes::Tag(), partial ? std::min(Lanes::count, interval_.neurons - first_) : Lanes::count);
    }
    /// One bit for each neuron of the group, and back.
    static HWY_INLINE std::uint64_t bits(Lanes::Mask lanes, std::size_t v) noexcept {
        std::uint8_t stored[8] = {};
        hn::StoreMaskBits(Lanes::Tag(), lanes, stored);
        return std::uint64_t{stored[0]} << (v * Lanes::count);
    }
    static HWY_INLINE Lanes::Mask mask(std::uint64_t bits, std::size_t v) noexcept {
        constexpr std::uint64_t all = (1u << Lanes::count) - 1;
        const std::uint8_t stored[8] = {static_cast<std::uint8_t>(bits >> (v * Lanes::count) & all)};
        return hn::LoadMaskBits(Lanes::Tag(), stored);
    }

    HWY_INLINE Lanes::Vector vector(Row::State row, std::size_t v) const noexcept {
        return hn::Load(Lanes::Tag(), interval_.rows[row] + first_ + v * Lanes::count);
    }
    HWY_INLINE Lanes::Vector vector(Row::Coeff row, std::size_t v) const noexcept {
        return hn::Load(Lanes::Tag(), interval_.rows[Row::at(row)] + first_ + v * Lanes::count);
    }
    HWY_INLINE void store(Row::State row, std::size_t v, Lanes::Vector value) const noexcept {
        hn::Store(value, Lanes::Tag(), interval_.rows[row] + first_ + v * Lanes::count);
    }
    double of(std::size_t lane, Row::State row) const noexcept { return interval_.rows[row][first_ + lane]; }
    double of(std::size_t lane, Row::Coeff row) const noexcept { return interval_.rows[Row::at(row)][first_ + lane]; }

    const LaneInterval& interval_;
    std::size_t first_;
    PassiveSums& sums_;
};

/// An interval for all neurons. The sums run over the groups lane by lane and then over the lanes: in one order,
/// whatever the interval's length.
template <bool summed>
HWY_INLINE void run_passive_groups(const LaneInterval& interval) noexcept {
    constexpr std::size_t vectors = 4;
    const Lanes::Tag d;
    const auto samples = static_cast<std::size_t>(interval.samples);
    PassiveSums sums;
    if constexpr (summed) {
        sums.clear(samples);
        std::fill_n(interval.sums, samples, LaneSums{});
    }
    std::size_t first = 0;
    for (; first + vectors * Lanes::count <= interval.neurons; first += vectors * Lanes::count)
        PassiveGroup<vectors, false, summed>::run(interval, first, sums);
    for (; first < interval.neurons; first += Lanes::count) PassiveGroup<1, true, summed>::run(interval, first, sums);
    const auto sum = [&](Lanes::Vector lanes) HWY_ATTR { return hn::GetLane(hn::SumOfLanes(d, lanes)); };
    for (std::size_t k = 0; summed && k < samples; ++k) {
        const auto &begin = sums.rows[k], &end = sums.rows[k + 1];
        const auto target_slope = hn::Mul(begin.mv_per_pa_tau, hn::Set(d, interval.held_pa[k]));
        auto& whole = interval.sums[k];
        whole.begin_mv += sum(hn::Add(begin.above_mv, sums.reversal_mv));
        whole.begin_slope += sum(hn::Sub(target_slope, begin.above_per_tau));
        whole.end_mv += sum(hn::Add(end.above_mv, sums.reversal_mv));
        whole.end_slope += sum(hn::Sub(target_slope, end.above_per_tau));
    }
}

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
