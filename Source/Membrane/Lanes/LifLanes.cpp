#include "Membrane/Lanes/LifLanes.h"

#include "Core/Simd.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Membrane/Lanes/LifLanes.cpp"
#include <hwy/foreach_target.h>

#include "Membrane/Lanes/Exponential-inl.h"
#include "Membrane/Lanes/LaneFrame-inl.h"
#include "Membrane/Lanes/PassiveGroup-inl.h"

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {

/// 1 − e^(−x), the scalar model's `decayed_share`: within a short way the same operations, beyond it an exponential.
template <class Real>
HWY_INLINE Real covered_share(const Real& x) noexcept {
    const Real y = x * x;
    const Real even = (1.0 + y * (1.0 / 6)) + (y * y) * (1.0 / 120 + y * (1.0 / 5040));
    const Real odd = (1.0 / 2 + y * (1.0 / 24)) + (y * y) * (1.0 / 720 + y * (1.0 / 40320));
    return select(x <= short_way, x * (even - x * odd), 1.0 - exponential(0.0 - x));
}

/// For currents of each neuron's own, and for the clamp.
struct PassiveKernel {
    using Model = Lif; // for the rows, which are the same for Rc
    using Row = PassiveLanes;
    static constexpr std::size_t vectors = 2;

    template <class Real>
    static HWY_INLINE typename Real::Mask step(const LaneDrive<Real>& drive, const LaneCoeffs<Row, Real>& c,
                                               LaneState<Row, Real>& s, LaneSegment<Real>& segment) noexcept {
        const Real begin = s[Row::above_mv], held_samples = s[Row::release_samples];
        Real rise_mv = c[Row::mv_per_pa] * drive.current_pa, per_tau = s[Row::per_tau];
        Real end = s[Row::decay] * begin + s[Row::step_mv_per_pa] * drive.current_pa;
        if (drive.conductance_ns != 0.0) {
            const Real total_ns = c[Row::leak_ns] + drive.conductance_ns;
            const Real driving_mv = Real(drive.reversal_mv) - c[Row::reversal_mv];
            rise_mv = (drive.current_pa + drive.conductance_ns * driving_mv) / total_ns;
            per_tau = select(per_tau > 0.0, total_ns / (units::pf_per_nf * c[Row::capacitance_nf]), 0.0);
            end = begin + (rise_mv - begin) * covered_share(c[Row::step_ms] * per_tau);
        }
        segment.begin_mv = begin + c[Row::reversal_mv];
        segment.begin_slope = (rise_mv - begin) * per_tau;
        segment.end_mv = end + c[Row::reversal_mv];
        segment.end_slope = (rise_mv - end) * per_tau;
        s[Row::above_mv] = end;
        s[Row::release_samples] = held_samples - 1.0;
        return (end < c[Row::threshold_above_mv]) & (end > lowest_mv) & (held_samples > 0.0);
    }

    /// Here the scalar model checks whether V is in range.
    static constexpr double lowest_mv = -0.5 * voltage_limit_mv;
};

/// All neurons get one finite current, and there is no clamp: the membranes are linear and known ahead. Neither V nor
/// its target comes near the lower limit, so V never will. No neuron is refractory above its threshold, as it is after
/// the threshold was lowered during the refractory period: the vectors would take it for a spike.
HWY_INLINE bool suits_passive_groups(const LaneInterval& interval) noexcept {
    using Row = PassiveLanes;
    if (interval.held_pa == nullptr || interval.conductance_ns != nullptr) return false;
    if (!std::all_of(interval.held_pa, interval.held_pa + interval.samples,
                     [](double pa) { return std::isfinite(pa); }))
        return false;
    const Lanes::Tag d;
    const auto lowest_pa = hn::Set(d, interval.lowest_pa);
    auto lowest_mv = hn::Zero(d);
    auto held_above = hn::FirstN(d, 0);
    for (std::size_t lane = 0; lane < interval.neurons; lane += Lanes::count) {
        const auto rise_mv = hn::Mul(hn::Load(d, interval.rows[Row::at(Row::mv_per_pa)] + lane), lowest_pa);
        const auto above_mv = hn::Load(d, interval.rows[Row::above_mv] + lane);
        lowest_mv = hn::Min(lowest_mv, hn::Min(rise_mv, above_mv));
        const auto refractory = hn::Lt(hn::Load(d, interval.rows[Row::release_samples] + lane), hn::Set(d, Row::never));
        const auto above = hn::Ge(above_mv, hn::Load(d, interval.rows[Row::at(Row::threshold_above_mv)] + lane));
        held_above = hn::Or(held_above, hn::And(refractory, above));
    }
    return hn::AllFalse(d, held_above) && hn::AllTrue(d, hn::Gt(lowest_mv, hn::Set(d, PassiveKernel::lowest_mv)));
}

void run_passive(const LaneInterval& interval) {
    if (!suits_passive_groups(interval)) return run_lanes<PassiveKernel>(interval);
    interval.sums != nullptr ? run_passive_groups<true>(interval) : run_passive_groups<false>(interval);
}

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::membrane {

HWY_EXPORT(run_passive);

void PassiveLanes::run(const LaneInterval& interval) noexcept { HWY_DYNAMIC_DISPATCH(run_passive)(interval); }

void PassiveLanes::write_coeffs(const Passive& membrane, const Firing& firing, const LaneRows& rows,
                                std::size_t lane) noexcept {
    std::array<double, coeff_rows> row;
    row[threshold_above_mv] = firing.threshold_mv - membrane.reversal_mv;
    row[reset_above_mv] = firing.reset_mv - membrane.reversal_mv;
    row[reversal_mv] = membrane.reversal_mv;
    row[mv_per_pa] = units::mv_per_mohm_pa * membrane.resistance_mohm;
    row[threshold_mv] = firing.threshold_mv;
    row[reset_mv] = firing.reset_mv;
    row[refractory_ms] = firing.refractory_ms;
    // One less for rounding.
    row[held_samples] = std::clamp(std::floor(firing.refractory_ms / membrane.step_ms) - 2.0, -1.0,
                                   static_cast<double>(limits::quantum));
    row[resistance_mohm] = membrane.resistance_mohm;
    row[capacitance_nf] = membrane.capacitance_nf;
    row[leak_ns] = membrane.leak_ns;
    row[free_per_tau] = membrane.per_tau;
    row[step_ms] = membrane.step_ms;
    row[step_relaxation] = membrane.step_relaxation;
    rows.write(state_rows, lane, row);
}

} // namespace soma::membrane
#endif
