#include "Membrane/Lanes/LifLanes.h"

#include "Core/Simd.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Membrane/Lanes/LifLanes.cpp"
#include <hwy/foreach_target.h>

#include "Membrane/Lanes/LaneFrame-inl.h"

#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {

struct PassiveKernel {
    using Model = Lif;
    using Row = PassiveLanes;
    static constexpr std::size_t vectors = 4;
    static constexpr bool clamp_apart = true;
    static constexpr bool knows_calm = true;
    static constexpr bool scaled_slopes = true;

    using Coeffs = LaneRegisters<Row::coeff_rows>;
    using State = LaneRegisters<Row::state_rows>;

    template <bool clamped, LaneWatch watch>
    static HWY_INLINE Lanes::Mask step(const LaneDrive& drive, const Coeffs& coeffs, State& state, LaneArc& arc) {
        const Lanes::Tag d;
        auto rise_mv = hn::Mul(coeffs[Row::rise_mv_per_pa], drive.current_pa);
        auto relaxation = state[Row::relaxation], per_tau = state[Row::per_tau];
        if (clamped && drive.conductance_ns != 0.0) {
            const auto clamp_ns = hn::Set(d, drive.conductance_ns);
            const auto total_ns = hn::Add(coeffs[Row::leak_ns], clamp_ns);
            const auto driving_mv = hn::Sub(hn::Set(d, drive.reversal_mv), coeffs[Row::reversal_mv]);
            rise_mv = hn::Div(hn::Add(drive.current_pa, hn::Mul(clamp_ns, driving_mv)), total_ns);
            const auto free = hn::Ne(per_tau, hn::Zero(d));
            per_tau = hn::IfThenElseZero(free, hn::Div(total_ns, coeffs[Row::capacitance_pf]));
            relaxation = hn::Neg(hn::Expm1(d, hn::Neg(hn::Mul(coeffs[Row::step_ms], per_tau))));
        }
        arc.begin_mv = state[Row::voltage_mv];
        const auto distance_mv = hn::Sub(rise_mv, hn::Sub(arc.begin_mv, coeffs[Row::reversal_mv]));
        const auto moved_mv = hn::Mul(distance_mv, relaxation);
        arc.end_mv = hn::Add(arc.begin_mv, moved_mv);
        arc.begin_slope = distance_mv;
        arc.end_slope = hn::Sub(distance_mv, moved_mv);
        arc.slope_scale = per_tau;

        const auto release_ms = state[Row::release_ms];
        state[Row::voltage_mv] = arc.end_mv;
        state[Row::release_ms] = hn::Sub(release_ms, coeffs[Row::step_ms]);
        const auto below = hn::Lt(arc.end_mv, coeffs[Row::threshold_mv]);
        if constexpr (watch == LaneWatch::threshold) return below;
        const auto within = hn::And(below, hn::Gt(arc.end_mv, hn::Set(d, -voltage_limit_mv)));
        return hn::And(within, hn::Gt(release_ms, coeffs[Row::step_ms]));
    }

    /// Whole samples in which no refractory period ends and V cannot leave its range: without a clamp it moves towards
    /// its target, never beyond.
    template <bool clamped>
    static HWY_INLINE Lanes::Vector calm_samples(const Coeffs& coeffs, const State& state, double lowest_pa) {
        const Lanes::Tag d;
        if constexpr (clamped) return hn::Zero(d);
        const auto lowest_target_mv =
            hn::Add(hn::Mul(coeffs[Row::rise_mv_per_pa], hn::Set(d, lowest_pa)), coeffs[Row::reversal_mv]);
        const auto lowest_mv = hn::Min(lowest_target_mv, state[Row::voltage_mv]);
        const auto in_range = hn::Gt(lowest_mv, hn::Set(d, -0.5 * voltage_limit_mv));
        const auto held = hn::Sub(hn::Mul(state[Row::release_ms], coeffs[Row::per_step]), hn::Set(d, Row::calm_margin));
        return hn::IfThenElseZero(in_range, hn::Max(held, hn::Zero(d)));
    }
};

void run_passive(const LaneStretch& stretch) { run_lanes<PassiveKernel>(stretch); }

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::membrane {

HWY_EXPORT(run_passive);

void PassiveLanes::run(const LaneStretch& stretch) noexcept { HWY_DYNAMIC_DISPATCH(run_passive)(stretch); }

void PassiveLanes::write_coeffs(const Passive& membrane, double threshold, const LaneRows& rows,
                                std::size_t lane) noexcept {
    double* const own = rows[state_rows] + lane;
    own[rise_mv_per_pa * rows.stride] = units::mv_per_mohm_pa * membrane.resistance_mohm;
    own[reversal_mv * rows.stride] = membrane.reversal_mv;
    own[threshold_mv * rows.stride] = threshold;
    own[step_ms * rows.stride] = membrane.step_ms;
    own[per_step * rows.stride] = 1.0 / membrane.step_ms;
    own[leak_ns * rows.stride] = membrane.leak_ns;
    own[capacitance_pf * rows.stride] = units::pf_per_nf * membrane.capacitance_nf;
}

} // namespace soma::membrane
#endif
