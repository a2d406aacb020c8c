#include "Membrane/Lanes/LifLanes.h"

#include "Core/Simd.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Membrane/Lanes/LifLanes.cpp"
#include <hwy/foreach_target.h>

#include "Membrane/Lanes/LaneFrame-inl.h"
#include "Membrane/Lanes/PassiveGroup-inl.h"

#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {

/// For currents of each neuron's own, and for the clamp.
struct PassiveKernel {
    using Model = Lif; // for the rows, which are the same for Rc
    using Row = PassiveLanes;
    static constexpr std::size_t vectors = 4;
    static constexpr bool clamp_apart = true;
    static constexpr bool scaled_slopes = true;

    using Coeffs = LaneRegisters<Row::coeff_rows>;
    using State = LaneRegisters<Row::state_rows>;

    template <bool clamped>
    static HWY_INLINE Lanes::Mask step(const LaneDrive& drive, const Coeffs& coeffs, State& state, LaneArc& arc) {
        const Lanes::Tag d;
        const auto begin = state[Row::above_mv];
        auto rise_mv = hn::Mul(coeffs[Row::mv_per_pa], drive.current_pa);
        auto per_tau = state[Row::per_tau];
        auto end = hn::Add(hn::Mul(state[Row::decay], begin), hn::Mul(state[Row::step_mv_per_pa], drive.current_pa));
        if (clamped && drive.conductance_ns != 0.0) {
            const auto clamp_ns = hn::Set(d, drive.conductance_ns);
            const auto total_ns = hn::Add(coeffs[Row::leak_ns], clamp_ns);
            const auto driving_mv = hn::Sub(hn::Set(d, drive.reversal_mv), coeffs[Row::reversal_mv]);
            const auto capacitance_pf = hn::Mul(hn::Set(d, units::pf_per_nf), coeffs[Row::capacitance_nf]);
            rise_mv = hn::Div(hn::Add(drive.current_pa, hn::Mul(clamp_ns, driving_mv)), total_ns);
            const auto free = hn::Ne(per_tau, hn::Zero(d));
            per_tau = hn::IfThenElseZero(free, hn::Div(total_ns, capacitance_pf));
            const auto remaining = hn::Expm1(d, hn::Neg(hn::Mul(coeffs[Row::step_ms], per_tau)));
            end = hn::Sub(begin, hn::Mul(hn::Sub(rise_mv, begin), remaining));
        }
        arc.begin_mv = hn::Add(begin, coeffs[Row::reversal_mv]);
        arc.end_mv = hn::Add(end, coeffs[Row::reversal_mv]);
        arc.begin_slope = hn::Sub(rise_mv, begin);
        arc.end_slope = hn::Sub(rise_mv, end);
        arc.slope_scale = per_tau;

        const auto held_samples = state[Row::release_samples];
        state[Row::above_mv] = end;
        state[Row::release_samples] = hn::Sub(held_samples, hn::Set(d, 1.0));
        const auto within = hn::And(hn::Lt(end, coeffs[Row::threshold_above_mv]), hn::Gt(end, hn::Set(d, lowest_mv)));
        return hn::And(within, hn::Gt(held_samples, hn::Zero(d)));
    }

    /// Where the scalar model looks itself whether V is in range.
    static constexpr double lowest_mv = -0.5 * voltage_limit_mv;
};

/// All neurons get one finite current, and there is no clamp: the membranes are linear and known ahead. Neither V nor
/// its target comes near the lower limit, so V never will.
HWY_INLINE bool suits_passive_groups(const LaneStretch& stretch) noexcept {
    using Row = PassiveLanes;
    if (stretch.held_pa == nullptr || stretch.conductance_ns != nullptr) return false;
    if (!std::all_of(stretch.held_pa, stretch.held_pa + stretch.samples, [](double pa) { return std::isfinite(pa); }))
        return false;
    const Lanes::Tag d;
    const auto lowest_pa = hn::Set(d, stretch.lowest_pa);
    auto lowest_mv = hn::Zero(d);
    for (std::size_t lane = 0; lane < stretch.neurons; lane += Lanes::count) {
        const auto rise_mv = hn::Mul(hn::Load(d, stretch.rows[Row::at(Row::mv_per_pa)] + lane), lowest_pa);
        lowest_mv = hn::Min(lowest_mv, hn::Min(rise_mv, hn::Load(d, stretch.rows[Row::above_mv] + lane)));
    }
    return hn::AllTrue(d, hn::Gt(lowest_mv, hn::Set(d, PassiveKernel::lowest_mv)));
}

void run_passive(const LaneStretch& stretch) {
    if (!suits_passive_groups(stretch)) return run_lanes<PassiveKernel>(stretch);
    stretch.sums != nullptr ? run_passive_groups<true>(stretch) : run_passive_groups<false>(stretch);
}

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::membrane {

HWY_EXPORT(run_passive);

void PassiveLanes::run(const LaneStretch& stretch) noexcept { HWY_DYNAMIC_DISPATCH(run_passive)(stretch); }

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
                                   static_cast<double>(LaneStretch::longest));
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
