#include "Membrane/Lanes/GlifLanes.h"

#include "Core/Simd.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Membrane/Lanes/GlifLanes.cpp"
#include <hwy/foreach_target.h>

#include "Membrane/Lanes/LaneFrame-inl.h"

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {

struct GlifKernel {
    using Model = Glif;
    using Row = LaneModel<Glif>;
    static constexpr std::size_t vectors = 2;

    template <class Real>
    struct Point {
        Real rise, first, second, spike, voltage;

        HWY_INLINE Real threshold() const noexcept { return spike + voltage; }
    };

    /// glif::slope
    template <class Real>
    static HWY_INLINE Real slope(const LaneCoeffs<Row, Real>& c, const Real& target, const Point<Real>& p) noexcept {
        return c[Row::leak_per_ms] * (target - p.rise) + (p.first + p.second) * c[Row::per_pf];
    }

    /// glif::propagate
    template <class Real>
    static HWY_INLINE Point<Real> propagate(const LaneCoeffs<Row, Real>& c, const Real& target,
                                            const Point<Real>& p) noexcept {
        const Real gap = target - p.rise;
        return {p.rise + c[Row::relaxation] * gap + c[Row::first_to_rise] * p.first + c[Row::second_to_rise] * p.second,
                c[Row::first_decay] * p.first, c[Row::second_decay] * p.second, c[Row::spike_decay] * p.spike,
                c[Row::voltage_decay] * p.voltage + c[Row::rise_to_threshold] * p.rise +
                    c[Row::gap_to_threshold] * gap + c[Row::first_to_threshold] * p.first +
                    c[Row::second_to_threshold] * p.second};
    }

    /// glif::surely_below
    template <class Real>
    static HWY_INLINE typename Real::Mask surely_below(const LaneCoeffs<Row, Real>& c, const Point<Real>& begin,
                                                       const Real& begin_slope, const Point<Real>& end) noexcept {
        const Real ms = c[Row::step_ms], threshold = c[Row::threshold_mv];
        const Real highest =
            max(begin.rise - (threshold + begin.threshold()), end.rise - (threshold + end.threshold()));
        const Real turning =
            (c[Row::first_per_ms] * abs(begin.first) + c[Row::second_per_ms] * abs(begin.second)) * c[Row::per_pf];
        const Real steepest = abs(begin_slope) + ms * turning;
        const Real gain = abs(c[Row::voltage_gain_per_ms]) * steepest;
        const Real threshold_slope = c[Row::voltage_gain_per_ms] * begin.rise - c[Row::voltage_per_ms] * begin.voltage;
        const Real curvature = c[Row::leak_per_ms] * steepest + turning + gain +
                               c[Row::voltage_per_ms] * (abs(threshold_slope) + ms * gain) +
                               c[Row::spike_per_ms] * c[Row::spike_per_ms] * abs(begin.spike);
        return highest + 0.125 * curvature * ms * ms <= 0.0;
    }

    template <class Real>
    static HWY_INLINE typename Real::Mask step(const LaneDrive<Real>& drive, const LaneCoeffs<Row, Real>& c,
                                               LaneState<Row, Real>& s, LaneSegment<Real>& segment) noexcept {
        const Real target = c[Row::rise_mv_per_pa] * drive.current_pa;
        const Point<Real> begin{s[Row::voltage_mv] - c[Row::reversal_mv], s[Row::first_pa], s[Row::second_pa],
                                s[Row::threshold_spike_mv], s[Row::threshold_voltage_mv]};
        const Point<Real> end = propagate(c, target, begin);
        const Real begin_slope = slope(c, target, begin);
        const Real end_mv = end.rise + c[Row::reversal_mv];
        const auto held = s[Row::release_ms] < std::numeric_limits<double>::infinity();
        const auto not_released = s[Row::release_ms] > c[Row::step_ms];
        const auto stays_below = surely_below(c, begin, begin_slope, end) & (abs(end_mv) < voltage_limit_mv) &
                                 (Real(drive.conductance_ns) <= 0.0);

        segment.begin_mv = s[Row::voltage_mv];
        segment.begin_slope = select(held, 0.0, begin_slope);
        segment.end_mv = select(held, s[Row::voltage_mv], end_mv);
        segment.end_slope = select(held, 0.0, slope(c, target, end));
        s[Row::voltage_mv] = segment.end_mv;
        s[Row::first_pa] = select(held, begin.first, end.first);
        s[Row::second_pa] = select(held, begin.second, end.second);
        s[Row::threshold_spike_mv] = select(held, begin.spike, end.spike);
        s[Row::threshold_voltage_mv] = select(held, begin.voltage, end.voltage);
        s[Row::release_ms] = s[Row::release_ms] - c[Row::step_ms];
        return not_released & (held | stays_below);
    }
};

void run_glif(const LaneInterval& interval) { run_lanes<GlifKernel>(interval); }

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::membrane {

HWY_EXPORT(run_glif);

using GlifLanes = LaneModel<Glif>;

void GlifLanes::run(const LaneInterval& interval) noexcept { HWY_DYNAMIC_DISPATCH(run_glif)(interval); }

void GlifLanes::write_coeffs(const Glif::Coeffs& c, const LaneRows& rows, std::size_t lane) noexcept {
    const auto& rates = c.rates;
    const auto& by = c.step;
    rows.write<coeff_rows>(state_rows, lane,
                           std::array{
                               c.membrane.step_ms,
                               units::mv_per_mohm_pa * c.membrane.resistance_mohm,
                               c.membrane.reversal_mv,
                               c.threshold_mv,
                               rates.per_pf,
                               rates.leak_per_ms,
                               rates.current_per_ms[0],
                               rates.current_per_ms[1],
                               rates.spike_per_ms,
                               rates.voltage_gain_per_ms,
                               rates.voltage_per_ms,
                               by.relaxation,
                               by.current_to_rise[0],
                               by.current_to_rise[1],
                               by.current_decay[0],
                               by.current_decay[1],
                               by.spike_decay,
                               by.voltage_decay,
                               by.rise_to_threshold,
                               by.gap_to_threshold,
                               by.current_to_threshold[0],
                               by.current_to_threshold[1],
                           });
}

void GlifLanes::write_state(const Glif::Coeffs&, const Glif::State& state, const LaneRows& rows,
                            std::size_t lane) noexcept {
    constexpr double never = std::numeric_limits<double>::infinity();
    rows.write<state_rows>(voltage_mv, lane,
                           std::array{state.voltage_mv, state.current_pa[0], state.current_pa[1],
                                      state.threshold_spike_mv, state.threshold_voltage_mv,
                                      state.refractory.active() ? state.refractory.left_ms : never});
}

Glif::State GlifLanes::read_state(const Glif::Coeffs&, const LaneRows& rows, std::size_t lane) noexcept {
    const double left_ms = rows[release_ms][lane];
    return {rows[voltage_mv][lane],
            {rows[first_pa][lane], rows[second_pa][lane]},
            rows[threshold_spike_mv][lane],
            rows[threshold_voltage_mv][lane],
            {left_ms == std::numeric_limits<double>::infinity() ? 0.0 : left_ms}};
}

} // namespace soma::membrane
#endif
