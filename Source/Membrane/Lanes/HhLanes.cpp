#include "Membrane/Lanes/HhLanes.h"

#include "Core/Simd.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Membrane/Lanes/HhLanes.cpp"
#include <hwy/foreach_target.h>

#include "Membrane/Lanes/HhRates-inl.h"
#include "Membrane/Lanes/LaneFrame-inl.h"

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {

struct HhKernel {
    using Model = HodgkinHuxley;
    using Row = LaneModel<HodgkinHuxley>;
    static constexpr std::size_t vectors = 2;

    template <class Real>
    using Gates = HhGates<Real>;

    template <class Real>
    struct Point {
        Real v, m, h, n;
    };
    template <class Real>
    static HWY_INLINE Point<Real> moved(const Point<Real>& y, double share, const Point<Real>& k) noexcept {
        return {mul_add(share, k.v, y.v), mul_add(share, k.m, y.m), mul_add(share, k.h, y.h), mul_add(share, k.n, y.n)};
    }
    template <class Real>
    static HWY_INLINE Point<Real> sum(const Point<Real>& a, const Point<Real>& b) noexcept {
        return {a.v + b.v, a.m + b.m, a.h + b.h, a.n + b.n};
    }

    /// Linear drive of V, besides the two gated currents: push − decay·V, per step.
    template <class Real>
    struct Drive {
        Real push, decay;

        HWY_INLINE Real change(const Real& v, const Real& otherwise) const noexcept {
            return neg_mul_add(decay, v, otherwise + push);
        }
    };

    /// Slope of the point, times one step.
    template <class Real>
    static HWY_INLINE Point<Real> change(const Point<Real>& y, const Drive<Real>& drive, const LaneCoeffs<Row, Real>& c,
                                         Real& regular) noexcept {
        Point<Real> k;
        const typename Gates<Real>::Factors factors{c[Row::speed], c[Row::beta_m], c[Row::alpha_h], c[Row::beta_n]};
        regular = min(regular, Gates<Real>::slopes(y.v, y.m, y.h, y.n, factors, k.m, k.h, k.n));
        const Real sodium = (c[Row::sodium] * (y.m * y.m)) * (y.m * y.h);
        const Real n2 = y.n * y.n, potassium = (c[Row::potassium] * n2) * n2;
        const Real passive = neg_mul_add(drive.decay, y.v, drive.push);
        const Real with_sodium = neg_mul_add(sodium, y.v - c[Row::sodium_reversal_mv], passive);
        k.v = neg_mul_add(potassium, y.v - c[Row::potassium_reversal_mv], with_sodium);
        return k;
    }

    template <class Real>
    static HWY_INLINE void derive(const LaneCoeffs<Row, Real>& c, LaneState<Row, Real>& s) noexcept {
        constexpr double none = std::numeric_limits<double>::quiet_NaN(); // no step with it is quiet
        Real regular = 1.0;
        const Point<Real> y{s[Row::voltage_mv], s[Row::m], s[Row::h], s[Row::n]};
        const Point<Real> k = change(y, {c[Row::leak_push], c[Row::leak]}, c, regular);
        s[Row::v_change] = select(regular > Gates<Real>::least_regular, k.v, none);
        s[Row::m_change] = k.m;
        s[Row::h_change] = k.h;
        s[Row::n_change] = k.n;
        set_bounds(c, s);
    }

    /// Where V is quiet: below the level, or above it until the detector is armed again, and where the rates are
    /// defined.
    template <class Real>
    static HWY_INLINE void set_bounds(const LaneCoeffs<Row, Real>& c, LaneState<Row, Real>& s) noexcept {
        const Real highest = Gates<Real>::highest_mv, lowest = Gates<Real>::lowest_mv;
        const auto above = s[Row::above] > 0.0;
        s[Row::ceiling_mv] = select(above, highest, min(c[Row::spike_level_mv], highest));
        s[Row::floor_mv] = select(above, max(c[Row::rearm_mv], lowest), lowest);
    }

    /// ControlledRk4::step. A gate may leave 0 … 1 by as much as the error estimate allows.
    template <class Real>
    static HWY_INLINE typename Real::Mask runge_kutta(const Drive<Real>& added, const LaneCoeffs<Row, Real>& c,
                                                      LaneState<Row, Real>& s) noexcept {
        // The scalar model's; there that of V grows with |V|.
        constexpr double tolerance_mv = 1e-2, tolerance_gate = 1e-4, sixth = 1.0 / 6.0, third = 1.0 / 3.0;
        const Drive<Real> drive{added.push + c[Row::leak_push], added.decay + c[Row::leak]};
        Real regular = 1.0;
        const Point<Real> y{s[Row::voltage_mv], s[Row::m], s[Row::h], s[Row::n]};
        const Point<Real> k1{added.change(y.v, s[Row::v_change]), s[Row::m_change], s[Row::h_change], s[Row::n_change]};
        // y + (k1 + 2 k2 + 2 k3 + k4)/6 = (y2 + 2 y3 + y4 − y)/3 + k4/6: mostly additions, whose units have less to do
        const Point<Real> y2 = moved(y, 0.5, k1), k2 = change(y2, drive, c, regular);
        Point<Real> total{y2.v - y.v, y2.m - y.m, y2.h - y.h, y2.n - y.n};
        const Point<Real> y3 = moved(y, 0.5, k2), k3 = change(y3, drive, c, regular);
        total = sum(sum(total, y3), y3);
        const Point<Real> y4 = sum(y, k3), k4 = change(y4, drive, c, regular);
        total = sum(total, y4);
        const Point<Real> end = moved({third * total.v, third * total.m, third * total.h, third * total.n}, sixth, k4);
        const Point<Real> k5 = change(end, {c[Row::leak_push], c[Row::leak]}, c, regular);
        const Real end_change = added.change(end.v, k5.v);

        // The estimates of V and of the worst gate together; NaN stays NaN.
        const Real gates = max(max(abs(k4.m - k5.m), abs(k4.h - k5.h)), abs(k4.n - k5.n));
        const Real error = mul_add(tolerance_mv / tolerance_gate, gates, abs(k4.v - end_change));
        const auto accurate = error <= tolerance_mv / sixth;
        // V within the step: the hull of the cubic's Bézier points, the first handle stretched.
        const Real end_handle = neg_mul_add(third, end_change, end.v);
        const Real highest = max(max(y.v, y2.v), max(end.v, end_handle));
        const Real lowest = min(min(y.v, y2.v), min(end.v, end_handle));
        regular = regular - Gates<Real>::least_regular;
        auto quiet = accurate & (min(min(s[Row::ceiling_mv] - highest, lowest - s[Row::floor_mv]), regular) > 0.0);
        if (!all(quiet)) { // through the level downwards: the detector is armed again
            const auto falls = (s[Row::above] > 0.0) & (end.v < c[Row::rearm_mv]) & (k1.v <= 0.0) &
                               (mul_add(third, k1.v, y.v) >= end_handle) & (end_change <= 0.0);
            const auto defined =
                (highest < Gates<Real>::highest_mv) & (lowest > Gates<Real>::lowest_mv) & (regular > 0.0);
            const auto armed = accurate & defined & falls;
            s[Row::above] = select(armed, 0.0, s[Row::above]);
            set_bounds(c, s);
            quiet = quiet | armed;
        }
        s[Row::voltage_mv] = end.v;
        s[Row::m] = end.m;
        s[Row::h] = end.h;
        s[Row::n] = end.n;
        s[Row::v_change] = k5.v;
        s[Row::m_change] = k5.m;
        s[Row::h_change] = k5.h;
        s[Row::n_change] = k5.n;
        return quiet;
    }

    template <class Real>
    static HWY_INLINE typename Real::Mask step(const LaneDrive<Real>& drive, const LaneCoeffs<Row, Real>& c,
                                               LaneState<Row, Real>& s, LaneSegment<Real>& segment) noexcept {
        const Real decay = drive.conductance_ns * c[Row::step_per_pf];
        const Drive<Real> added{mul_add(decay, drive.reversal_mv, drive.current_pa * c[Row::step_per_pf]), decay};
        const auto steps = static_cast<int>(hn::GetLane(c[Row::steps].part[0]));
        segment.begin_mv = s[Row::voltage_mv];
        segment.begin_slope = c[Row::steps_per_ms] * added.change(segment.begin_mv, s[Row::v_change]);
        auto quiet = Real(0.0) >= Real(0.0);
        for (int i = 0; i < steps; ++i) {
            if (i > 0)
                segment.between_steps(s[Row::voltage_mv],
                                      c[Row::steps_per_ms] * added.change(s[Row::voltage_mv], s[Row::v_change]));
            quiet = quiet & runge_kutta(added, c, s);
        }
        segment.end_mv = s[Row::voltage_mv];
        segment.end_slope = c[Row::steps_per_ms] * added.change(segment.end_mv, s[Row::v_change]);
        return quiet;
    }
};

void run_hh(const LaneInterval& interval) { run_lanes<HhKernel>(interval); }

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::membrane {

HWY_EXPORT(run_hh);

using Lane = LaneModel<HodgkinHuxley>;

void Lane::run(const LaneInterval& interval) noexcept { HWY_DYNAMIC_DISPATCH(run_hh)(interval); }

void Lane::write_coeffs(const HodgkinHuxley::Coeffs& c, const LaneRows& rows, std::size_t lane) noexcept {
    constexpr double until_centre_mv = 50.0; // from −65 mV, where Hodgkin & Huxley's rates have their factors
    const double steps = std::ceil(c.step_ms / c.longest_step_ms), step_ms = c.step_ms / steps;
    rows.write<coeff_rows>(state_rows, lane,
                           std::array{
                               step_ms / c.capacitance_pf,
                               step_ms * c.sodium_per_ms,
                               step_ms * c.potassium_per_ms,
                               step_ms * c.leak_per_ms,
                               step_ms * c.leak_per_ms * c.leak_reversal_mv,
                               c.sodium_reversal_mv,
                               c.potassium_reversal_mv,
                               step_ms * c.speed,
                               step_ms * c.speed * 4.0 * std::exp(-until_centre_mv / 18.0),
                               step_ms * c.speed * 0.07 * std::exp(-until_centre_mv / 20.0),
                               step_ms * c.speed * 0.125 * std::exp(-until_centre_mv / 80.0),
                               c.spike_level_mv,
                               c.spike_level_mv - SpikeLevel::rearm_gap_mv,
                               1.0 / step_ms,
                               steps,
                           });
}

void Lane::write_state(const HodgkinHuxley::Coeffs&, const HodgkinHuxley::State& state, const LaneRows& rows,
                       std::size_t lane) noexcept {
    rows.write(voltage_mv, lane, state.y);
    rows[above][lane] = state.above ? 1.0 : 0.0;
}

HodgkinHuxley::State Lane::read_state(const HodgkinHuxley::Coeffs&, const LaneRows& rows, std::size_t lane) noexcept {
    return {{rows[voltage_mv][lane], rows[m][lane], rows[h][lane], rows[n][lane]}, rows[above][lane] > 0.0};
}

} // namespace soma::membrane
#endif
