#include "Membrane/Lanes/IzhikevichLanes.h"

#include "Core/Simd.h"
#include "Membrane/ControlledRk4.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Membrane/Lanes/IzhikevichLanes.cpp"
#include <hwy/foreach_target.h>

#include "Membrane/Lanes/LaneFrame-inl.h"

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {

struct IzhikevichKernel {
    using Model = Izhikevich;
    using Row = LaneModel<Izhikevich>;
    static constexpr std::size_t vectors = 4;

    template <class Real>
    struct Point {
        Real v, u;

        HWY_INLINE Point moved(const Point& slope, const Real& ms) const noexcept {
            return {v + ms * slope.v, u + ms * slope.u};
        }
    };

    /// MembraneDrive
    template <class Real>
    struct Drive {
        Real slope, decay;

        static HWY_INLINE Drive from(const LaneDrive<Real>& drive, const Real& capacitance_pf) noexcept {
            constexpr double most = MembraneDrive::largest_slope;
            const Real decay = drive.conductance_ns == 0.0
                                   ? Real(0.0)
                                   : min(Real(drive.conductance_ns) / capacitance_pf, MembraneDrive::largest_decay);
            return {max(min(drive.current_pa / capacitance_pf, most), -most) + decay * drive.reversal_mv, decay};
        }
    };

    template <class Real>
    static HWY_INLINE Point<Real> slope(const LaneCoeffs<Row, Real>& c, const Drive<Real>& drive,
                                        const Point<Real>& y) noexcept {
        return {c[Row::quadratic] * (y.v * y.v) + c[Row::linear] * y.v + c[Row::constant] - y.u +
                    (drive.slope - drive.decay * y.v),
                c[Row::a] * (c[Row::b] * (y.v - c[Row::recovery_offset_mv]) - c[Row::recovery_leak] * y.u)};
    }

    /// ControlledRk4::step; `slope_now` is that of y before and after.
    template <class Real>
    static HWY_INLINE typename Real::Mask runge_kutta(const LaneCoeffs<Row, Real>& c, const Drive<Real>& drive,
                                                      const Real& ms, Point<Real>& y, Point<Real>& slope_now) noexcept {
        // No step is quiet here that the scalar model would not take: its tolerances grow with V and u.
        constexpr double tolerance = 1e-4, range_mv = 1e4, range_mv_per_ms = 1e5;
        const Point<Real> k1 = slope_now, y2 = y.moved(k1, 0.5 * ms);
        const Point<Real> k2 = slope(c, drive, y2), k3 = slope(c, drive, y.moved(k2, 0.5 * ms));
        const Point<Real> k4 = slope(c, drive, y.moved(k3, ms));
        const Real sixth_ms = ms / 6.0;
        const Point<Real> end{y.v + sixth_ms * (k1.v + 2.0 * (k2.v + k3.v) + k4.v),
                              y.u + sixth_ms * (k1.u + 2.0 * (k2.u + k3.u) + k4.u)};
        slope_now = slope(c, drive, end);
        const Real end_handle = end.v - ms * (1.0 / 3.0) * slope_now.v;
        const Real highest = max(max(y.v, y2.v), max(end.v, end_handle));
        y = end;
        return (abs(sixth_ms * (k4.v - slope_now.v)) <= tolerance) &
               (abs(sixth_ms * (k4.u - slope_now.u)) <= tolerance) & (highest < c[Row::ceiling_mv]) &
               (end.v > -range_mv) & (abs(end.u) < range_mv_per_ms);
    }

    template <class Real>
    static HWY_INLINE typename Real::Mask step(const LaneDrive<Real>& input, const LaneCoeffs<Row, Real>& c,
                                               LaneState<Row, Real>& s, LaneSegment<Real>& segment) noexcept {
        const auto drive = Drive<Real>::from(input, c[Row::capacitance_pf]);
        Point<Real> y{s[Row::voltage_mv], s[Row::recovery]}, slope_now = slope(c, drive, y);
        segment.begin_mv = y.v;
        segment.begin_slope = slope_now.v;
        auto quiet = s[Row::pause_ms] <= 0.0;
        const auto steps = static_cast<int>(hn::GetLane(c[Row::steps].part[0]));
        for (int i = 1; i < steps; ++i) {
            quiet = quiet & runge_kutta(c, drive, c[Row::step_ms], y, slope_now);
            segment.between_steps(y.v, slope_now.v);
        }
        quiet = quiet & runge_kutta(c, drive, c[Row::last_ms], y, slope_now);
        segment.end_mv = y.v;
        segment.end_slope = slope_now.v;
        s[Row::voltage_mv] = y.v;
        s[Row::recovery] = y.u;
        s[Row::since_spike_ms] = s[Row::since_spike_ms] + c[Row::sample_ms];
        return quiet;
    }
};

void run_izhikevich(const LaneInterval& interval) { run_lanes<IzhikevichKernel>(interval); }

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::membrane {

HWY_EXPORT(run_izhikevich);

using IzhikevichLanes = LaneModel<Izhikevich>;

void IzhikevichLanes::run(const LaneInterval& interval) noexcept { HWY_DYNAMIC_DISPATCH(run_izhikevich)(interval); }

void IzhikevichLanes::write_coeffs(const Izhikevich::Coeffs& c, const LaneRows& rows, std::size_t lane) noexcept {
    constexpr double rounding_mv = 1e-9; // of the cubic's handles, which the scalar model computes in another order
    const auto& p = c.params;
    const double count = std::ceil(c.step_ms / Izhikevich::longest_step_ms), each_ms = c.step_ms / count;
    double left_ms = c.step_ms;
    for (double i = 1.0; i < count; i += 1.0) left_ms -= each_ms; // as the scalar model's loop does
    rows.write<first_kept>(state_rows, lane,
                           std::array{c.capacitance_pf, p.a, p.b, p.quadratic, p.linear, p.constant,
                                      p.recovery_offset_mv, p.recovery_leak, p.peak_mv - rounding_mv, c.step_ms, count,
                                      each_ms, left_ms});
}

void IzhikevichLanes::write_state(const Izhikevich::Coeffs&, const Izhikevich::State& state, const LaneRows& rows,
                                  std::size_t lane) noexcept {
    rows.write<state_rows>(voltage_mv, lane,
                           std::array{state.y[0], state.y[1], state.pause.left_ms, state.pace.since_spike_ms});
    rows.write<3>(kept_rows, lane, std::array{state.shown_mv, state.until_step_ms, state.last_input});
}

Izhikevich::State IzhikevichLanes::read_state(const Izhikevich::Coeffs&, const LaneRows& rows,
                                              std::size_t lane) noexcept {
    return {{rows[voltage_mv][lane], rows[recovery][lane]},
            {rows[pause_ms][lane]},
            {rows[since_spike_ms][lane]},
            rows[kept_rows][lane],
            rows[kept_rows + 1][lane],
            rows[kept_rows + 2][lane]};
}

} // namespace soma::membrane
#endif
