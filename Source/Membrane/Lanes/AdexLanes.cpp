#include "Membrane/Lanes/AdexLanes.h"

#include "Core/Simd.h"
#include "Membrane/ControlledRk4.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Membrane/Lanes/AdexLanes.cpp"
#include <hwy/foreach_target.h>

#include "Membrane/Lanes/Exponential-inl.h"
#include "Membrane/Lanes/LaneFrame-inl.h"

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {

struct AdexKernel {
    using Model = Adex;
    using Row = LaneModel<Adex>;
    static constexpr std::size_t vectors = 4;

    template <class Real>
    struct Point {
        Real v, w;

        HWY_INLINE Point moved(const Point& slope, const Real& ms) const noexcept {
            return {mul_add(ms, slope.v, v), mul_add(ms, slope.w, w)};
        }
    };

    /// Linear drive of V, besides exponential and adaptation: push − decay·V, per ms.
    template <class Real>
    struct Drive {
        Real push, decay;
    };

    template <class Real>
    static HWY_INLINE Point<Real> slope(const Point<Real>& y, const Drive<Real>& drive,
                                        const LaneCoeffs<Row, Real>& c) noexcept {
        const Real upstroke = exponential((y.v - c[Row::threshold_mv]) * c[Row::per_slope_mv]);
        const Real passive = neg_mul_add(drive.decay, y.v, neg_mul_add(c[Row::per_pf], y.w, drive.push));
        const Real steady_pa = c[Row::adaptation_ns] * (y.v - c[Row::leak_reversal_mv]);
        return {mul_add(c[Row::upstroke_push], upstroke, passive), (steady_pa - y.w) * c[Row::per_tau_w]};
    }
    template <class Real>
    static HWY_INLINE Drive<Real> leak(const LaneCoeffs<Row, Real>& c) noexcept {
        return {c[Row::leak_push], c[Row::leak_per_ms]};
    }
    template <class Real>
    static HWY_INLINE Real slope_with(const Drive<Real>& added, const Real& v, const Real& slope) noexcept {
        return neg_mul_add(added.decay, v, slope + added.push);
    }

    template <class Real>
    static HWY_INLINE void derive(const LaneCoeffs<Row, Real>& c, LaneState<Row, Real>& s) noexcept {
        const Point<Real> now = slope({s[Row::voltage_mv], s[Row::w_pa]}, leak(c), c);
        s[Row::v_slope] = now.v;
        s[Row::w_slope] = now.w;
    }

    /// ControlledRk4::step; `now` is the slope of y without drive, before and after.
    template <class Real>
    static HWY_INLINE typename Real::Mask runge_kutta(const Drive<Real>& added, const LaneCoeffs<Row, Real>& c,
                                                      Point<Real>& y, Point<Real>& now) noexcept {
        // The scalar model's tolerance and range, the first of which grows with |V| there.
        constexpr double tolerance_mv = 1e-4, range_mv = 1e4;
        const Real ms = c[Row::step_ms], half_ms = 0.5 * ms, third_ms = ms * (1.0 / 3.0), sixth_ms = ms * (1.0 / 6.0);
        const Drive<Real> drive{added.push + c[Row::leak_push], added.decay + c[Row::leak_per_ms]};
        const Point<Real> k1{slope_with(added, y.v, now.v), now.w};
        const Point<Real> y2 = y.moved(k1, half_ms), k2 = slope(y2, drive, c);
        const Point<Real> y3 = y.moved(k2, half_ms), k3 = slope(y3, drive, c);
        const Point<Real> y4 = y.moved(k3, ms), k4 = slope(y4, drive, c);
        const Point<Real> end = y.moved(k1, sixth_ms).moved(k2, third_ms).moved(k3, third_ms).moved(k4, sixth_ms);
        now = slope(end, leak(c), c);
        const Real end_slope = slope_with(added, end.v, now.v);
        const Real end_handle = neg_mul_add(third_ms, end_slope, end.v);
        const Real highest = max(max(max(y2.v, y3.v), max(y4.v, end.v)), max(y.v, end_handle));
        y = end;
        return (abs(sixth_ms * (k4.v - end_slope)) <= tolerance_mv) &
               (abs(sixth_ms * (k4.w - now.w)) <= c[Row::tolerance_pa]) & (highest < c[Row::upstroke_mv]) &
               (end.v > -range_mv) & (abs(end.w) < c[Row::most_pa]);
    }

    template <class Real>
    static HWY_INLINE typename Real::Mask step(const LaneDrive<Real>& drive, const LaneCoeffs<Row, Real>& c,
                                               LaneState<Row, Real>& s, LaneSegment<Real>& segment) noexcept {
        const Real decay = drive.conductance_ns * c[Row::per_pf];
        const Drive<Real> added{mul_add(decay, drive.reversal_mv, drive.current_pa * c[Row::per_pf]), decay};
        const Point<Real> begin{s[Row::voltage_mv], s[Row::w_pa]};
        Point<Real> end = begin, now{s[Row::v_slope], s[Row::w_slope]};
        const Real begin_slope = slope_with(added, begin.v, now.v);
        auto quiet = Real(0.0) <= 0.0;
        const auto steps = static_cast<int>(hn::GetLane(c[Row::steps].part[0]));
        const auto held = s[Row::release_ms] < std::numeric_limits<double>::infinity();
        for (int i = 0; i < steps; ++i) {
            if (i > 0)
                segment.between_steps(select(held, begin.v, end.v), select(held, 0.0, slope_with(added, end.v, now.v)));
            quiet = quiet & runge_kutta(added, c, end, now);
        }

        const Real steady_pa = c[Row::adaptation_ns] * (begin.v - c[Row::leak_reversal_mv]);
        segment.begin_mv = begin.v;
        segment.begin_slope = select(held, 0.0, begin_slope);
        segment.end_mv = select(held, begin.v, end.v);
        segment.end_slope = select(held, 0.0, slope_with(added, end.v, now.v));
        const auto not_released = s[Row::release_ms] > c[Row::sample_ms];
        s[Row::voltage_mv] = segment.end_mv;
        s[Row::w_pa] = select(held, begin.w - (begin.w - steady_pa) * c[Row::held_share], end.w);
        s[Row::release_ms] = s[Row::release_ms] - c[Row::sample_ms];
        s[Row::since_spike_ms] = s[Row::since_spike_ms] + c[Row::sample_ms];
        s[Row::v_slope] = now.v;
        s[Row::w_slope] = now.w;
        return not_released & (held | quiet);
    }
};

void run_adex(const LaneInterval& interval) { run_lanes<AdexKernel>(interval); }

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::membrane {

HWY_EXPORT(run_adex);

using AdexLanes = LaneModel<Adex>;

void AdexLanes::run(const LaneInterval& interval) noexcept { HWY_DYNAMIC_DISPATCH(run_adex)(interval); }

void AdexLanes::write_coeffs(const Adex::Coeffs& c, const LaneRows& rows, std::size_t lane) noexcept {
    constexpr double tolerance_mv = 1e-4;
    const double steps = std::ceil(c.step_ms / Adex::longest_step_ms);
    rows.write<coeff_rows>(state_rows, lane,
                           std::array{1.0 / c.capacitance_pf, c.leak_ns / c.capacitance_pf,
                                      c.leak_ns * c.leak_reversal_mv / c.capacitance_pf, c.leak_reversal_mv,
                                      c.threshold_mv, 1.0 / c.slope_mv, c.leak_ns * c.slope_mv / c.capacitance_pf,
                                      c.upstroke_mv, c.adaptation_ns, 1.0 / c.adaptation_tau_ms,
                                      tolerance_mv * c.capacitance_pf, MembraneDrive::largest_slope * c.capacitance_pf,
                                      -std::expm1(-c.step_ms / c.adaptation_tau_ms), c.step_ms, c.step_ms / steps,
                                      steps});
}

void AdexLanes::write_state(const Adex::Coeffs&, const Adex::State& state, const LaneRows& rows,
                            std::size_t lane) noexcept {
    constexpr double never = std::numeric_limits<double>::infinity();
    rows.write<state_rows>(voltage_mv, lane,
                           std::array{state.y[0], state.y[1],
                                      state.refractory.active() ? state.refractory.left_ms : never,
                                      state.pace.since_spike_ms});
}

Adex::State AdexLanes::read_state(const Adex::Coeffs&, const LaneRows& rows, std::size_t lane) noexcept {
    const double left_ms = rows[release_ms][lane];
    return {{rows[voltage_mv][lane], rows[w_pa][lane]},
            {left_ms == std::numeric_limits<double>::infinity() ? 0.0 : left_ms},
            {rows[since_spike_ms][lane]}};
}

} // namespace soma::membrane
#endif
