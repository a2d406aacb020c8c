#include "Membrane/Adex.h"

#include "Core/Units.h"
#include "Membrane/ControlledRk4.h"
#include "Membrane/RestSearch.h"

namespace soma::membrane {
namespace {

using Coeffs = Adex::Coeffs;
using Vector = std::array<double, 2>;

constexpr double least_exponent = 3.0;     ///< (V − V_T)/Δ_T where the upstroke may begin
constexpr double largest_exponent = 400.0; ///< beyond it no time is left to the peak
constexpr double reached_mv = 1e-9;        ///< V this close to the peak has reached it: the crossing is located to less

/// Everything that drives V but the exponential, in pA.
double smooth_current_pa(const Coeffs& c, const MembraneDrive& drive, double v, double w) noexcept {
    return c.capacitance_pf * drive.at(v) - c.leak_ns * (v - c.leak_reversal_mv) - w;
}
double adaptation_slope(const Coeffs& c, double v, double w) noexcept {
    return (c.adaptation_ns * (v - c.leak_reversal_mv) - w) / c.adaptation_tau_ms;
}

void keep_in_range(const Coeffs& c, Vector& y) noexcept {
    constexpr double range_mv = 1e4;
    const double range_pa = MembraneDrive::largest_slope * c.capacitance_pf;
    y[0] = std::clamp(y[0], -range_mv, range_mv);
    y[1] = std::clamp(y[1], -range_pa, range_pa);
}

/// Below the upstroke: time is the independent variable.
struct Field {
    using Vector = std::array<double, 2>;

    const Coeffs& coeffs;
    MembraneDrive drive;
    double longest_step_ms = Adex::longest_step_ms;

    double exponential_pa(double v) const noexcept {
        constexpr double steepest = 30.0; // far into the upstroke, yet finite for any stage of a step
        const double exponent = std::min((v - coeffs.threshold_mv) / coeffs.slope_mv, steepest);
        return coeffs.leak_ns * coeffs.slope_mv * std::exp(exponent);
    }
    Vector slope(const Vector& y) const noexcept {
        const auto& [v, w] = y;
        return {(smooth_current_pa(coeffs, drive, v, w) + exponential_pa(v)) / coeffs.capacitance_pf,
                adaptation_slope(coeffs, v, w)};
    }
    Vector decay(const Vector& y) const noexcept {
        const double leak_ns = coeffs.leak_ns - exponential_pa(y[0]) / coeffs.slope_mv;
        return {drive.decay + leak_ns / coeffs.capacitance_pf, 1.0 / coeffs.adaptation_tau_ms};
    }
    Vector tolerance(const Vector& y) const noexcept {
        const double mv = 1e-4 * (1.0 + std::abs(y[0]) / 100.0);
        return {mv, mv * coeffs.capacitance_pf};
    }
    void confine(Vector& y) const noexcept { keep_in_range(coeffs, y); }
};

/// From where the exponential dominates up to the peak, over y = e^(−(V − V_T)/Δ_T), which falls almost evenly in time,
/// or over z = y^(1/4). V only rises here.
struct Upstroke {
    const Coeffs& coeffs;
    MembraneDrive drive;

    /// Above this V, on the way to the peak, the exponential is at least twice what can hold V back (so V only rises)
    /// and no less than what helps it (so y falls evenly enough for few steps).
    double begin_mv(double w) const noexcept {
        const auto& c = coeffs;
        constexpr double longest_upstroke_ms = 1.0;
        const double drift_pa = longest_upstroke_ms / c.adaptation_tau_ms *
                                (std::abs(c.adaptation_ns * (c.peak_mv - c.leak_reversal_mv)) + std::abs(w));
        const auto [least_pa, most_pa] =
            std::minmax({smooth_current_pa(c, drive, c.threshold_mv, w), smooth_current_pa(c, drive, c.peak_mv, w)});
        const double needed_pa = std::max(2.0 * (drift_pa - std::min(least_pa, 0.0)), most_pa);
        const double exponent = std::log(needed_pa / (c.leak_ns * c.slope_mv));
        return std::max(c.upstroke_mv, c.threshold_mv + c.slope_mv * exponent);
    }

    static constexpr double least_y = 1e-174; ///< e^−largest_exponent; a rounded z may be 0

    double y_at(double v) const noexcept {
        return std::exp(-std::min((v - coeffs.threshold_mv) / coeffs.slope_mv, largest_exponent));
    }
    double v_at(double y) const noexcept {
        return coeffs.threshold_mv - coeffs.slope_mv * std::log(std::max(y, least_y));
    }

    struct Slope {
        double y; ///< dy/dt
        double w; ///< dw/dt
    };
    Slope slope_in_time(double y, double w) const noexcept {
        const auto& c = coeffs;
        const double v = v_at(y);
        return {-(c.leak_ns * c.slope_mv + y * smooth_current_pa(c, drive, v, w)) / (c.capacitance_pf * c.slope_mv),
                adaptation_slope(c, v, w)};
    }

    struct Point {
        double ms;
        double w;
    };
    /// dt/dz and dw/dz.
    Point over_z(double z, double w) const noexcept {
        const double z3 = z * z * z;
        const Slope slope = slope_in_time(z3 * z, w);
        const double ms = 4.0 * z3 / slope.y;
        return {ms, ms * slope.w};
    }

    /// How long V takes from one z to another, and w there.
    Point orbit(double from_z, double to_z, double w) const noexcept {
        constexpr int steps = 8;
        const double dz = (to_z - from_z) / steps;
        Point at{0.0, w};
        for (int i = 0; i < steps; ++i) {
            const double z = from_z + i * dz;
            const Point k1 = over_z(z, at.w), k2 = over_z(z + 0.5 * dz, at.w + 0.5 * dz * k1.w);
            const Point k3 = over_z(z + 0.5 * dz, at.w + 0.5 * dz * k2.w), k4 = over_z(z + dz, at.w + dz * k3.w);
            at.ms += dz / 6.0 * (k1.ms + 2.0 * (k2.ms + k3.ms) + k4.ms);
            at.w += dz / 6.0 * (k1.w + 2.0 * (k2.w + k3.w) + k4.w);
        }
        return at;
    }

    /// RK4 in time over a duration that ends well before the peak.
    Vector rise(double y, double w, double duration_ms, double until_peak_ms) const noexcept {
        constexpr double largest_share = 0.25; // of y's way to the peak in one step
        const double steps = std::ceil(duration_ms / (largest_share * until_peak_ms)), ms = duration_ms / steps;
        for (double i = 0.0; i < steps; ++i) {
            const Slope k1 = slope_in_time(y, w), k2 = slope_in_time(y + 0.5 * ms * k1.y, w + 0.5 * ms * k1.w);
            const Slope k3 = slope_in_time(y + 0.5 * ms * k2.y, w + 0.5 * ms * k2.w);
            const Slope k4 = slope_in_time(y + ms * k3.y, w + ms * k3.w);
            y += ms / 6.0 * (k1.y + 2.0 * (k2.y + k3.y) + k4.y);
            w += ms / 6.0 * (k1.w + 2.0 * (k2.w + k3.w) + k4.w);
        }
        return {v_at(y), w};
    }

    /// The point of the orbit after a duration in which it does not reach the peak: Newton on its time.
    Vector stop(double from_z, double peak_z, double w, double duration_ms) const noexcept {
        double z = 0.5 * (from_z + peak_z);
        Point at = orbit(from_z, z, w);
        for (int i = 0; i < 8 && std::abs(duration_ms - at.ms) > 1e-14; ++i) {
            z = std::clamp(z + (duration_ms - at.ms) / over_z(z, at.w).ms, peak_z, from_z);
            at = orbit(from_z, z, w);
        }
        return {v_at(z * z * z * z), at.w};
    }

    /// The parts of the way from (V, w) to a higher V, which takes duration_ms. y falls by 2^¼ in each of the first
    /// eight, which last longest, and by √2 in eight more. The rest lasts 1/64 of the duration at most, and y falls
    /// evenly in it: V = v − Δ_T·ln(1 − u), u = 0 … 1, up to a peak far above. The cubic that is next to it in the
    /// least squares has the same moments to the third, and a filter sees no more of so short a part.
    void trace(double from_mv, double w, double to_mv, double duration_ms, InnerSteps& inner) const noexcept {
        constexpr double negligible = 1e-5, high = 1e-3;
        constexpr double gentle_z = 0.95760328069857364, other_z = gentle_z * gentle_z; // 2^(−1/16)
        constexpr int gentle_parts = 8, parts = 16;
        const double last_y = y_at(to_mv), last_z = std::sqrt(std::sqrt(last_y));
        double y = y_at(from_mv), z = std::sqrt(std::sqrt(y)), v = from_mv, left_ms = duration_ms;
        double slope = slope_at(y, w);
        for (int i = 0; left_ms > negligible * duration_ms; ++i) {
            const double to_z = z * (i < gentle_parts ? gentle_z : other_z);
            if (to_z <= last_z || (i >= parts && last_y < high * y)) break;
            const double dz = to_z - z, middle_z = z + 0.5 * dz;
            const Point k1 = over_z(z, w), k2 = over_z(middle_z, w + 0.5 * dz * k1.w);
            const Point k3 = over_z(middle_z, w + 0.5 * dz * k2.w), k4 = over_z(to_z, w + dz * k3.w);
            const double ms = dz / 6.0 * (k1.ms + 2.0 * (k2.ms + k3.ms) + k4.ms);
            if (!(ms > 0.0 && ms < left_ms)) break; // rounding at the end
            w += dz / 6.0 * (k1.w + 2.0 * (k2.w + k3.w) + k4.w);
            const double begin_mv = v, begin_slope = slope;
            z = to_z;
            y = (z * z) * (z * z);
            v = v_at(y);
            slope = slope_at(y, w);
            inner.add({ms, begin_mv, begin_slope, v, slope});
            left_ms -= ms;
        }
        if (!(left_ms > 0.0)) return;
        if (last_y < high * y) { // −ln(1 − u) ≈ 1 + 3/2·P₁ + 5/6·P₂ + 7/12·P₃, Legendre's polynomials of 2u − 1
            const double per_ms = coeffs.slope_mv / left_ms;
            inner.add(
                {left_ms, v - 0.25 * coeffs.slope_mv, 5.0 * per_ms, v + 47.0 / 12.0 * coeffs.slope_mv, 15.0 * per_ms});
        } else {
            const double to_y = std::max(last_y, least_y);
            inner.add({left_ms, v, slope, to_mv, slope_at(to_y, w)});
        }
    }
    /// dV/dt
    double slope_at(double y, double w) const noexcept { return -coeffs.slope_mv * slope_in_time(y, w).y / y; }

    /// Cost of each of these in steps of RK4, roughly.
    static constexpr int steps_of_rise = 2, steps_of_orbit = 10, steps_of_stop = 40;

    /// Moves (V, w) up to the peak or for the whole duration; returns the time it took.
    double advance(Vector& to, double duration_ms, int& steps_taken) const noexcept {
        const double y = y_at(to[0]), peak_y = y_at(coeffs.peak_mv), w = to[1];
        const double until_peak_ms = (peak_y - y) / slope_in_time(y, w).y;
        if (until_peak_ms > 2.0 * duration_ms) {
            to = rise(y, w, duration_ms, until_peak_ms);
            steps_taken += steps_of_rise;
            return duration_ms;
        }
        const double from_z = std::sqrt(std::sqrt(y)), peak_z = std::sqrt(std::sqrt(peak_y));
        const Point peak = orbit(from_z, peak_z, w);
        steps_taken += steps_of_orbit;
        if (peak.ms <= duration_ms) {
            to = {coeffs.peak_mv, peak.w};
            return peak.ms;
        }
        to = stop(from_z, peak_z, w, duration_ms);
        steps_taken += steps_of_stop;
        return duration_ms;
    }
};

/// The exponential's slope at the peak is beyond what a cubic can follow: no steeper than keeps the cubic monotone
/// (Fritsch & Carlson).
Segment gentle(Segment segment) noexcept {
    const double steepest =
        segment.elapsed_ms > 0.0 ? 3.0 * std::abs(segment.end_mv - segment.begin_mv) / segment.elapsed_ms : 0.0;
    segment.begin_slope = std::clamp(segment.begin_slope, -steepest, steepest);
    segment.end_slope = std::clamp(segment.end_slope, -steepest, steepest);
    return segment;
}

/// In time from where V is to the given level; the segment so far goes on.
void walk(const Coeffs& coeffs, const MembraneDrive& drive, Vector& y, double level_mv, double duration_ms,
          Segment& segment, InnerSteps* inner) noexcept {
    const Field field{coeffs, drive};
    SpikeLevel detector{level_mv, false};
    const Segment further = ControlledRk4<Field>::advance(field, y, detector, duration_ms - segment.elapsed_ms, inner);
    if (segment.elapsed_ms == 0.0) segment.begin_slope = further.begin_slope;
    segment.steps += further.steps;
    if (further.event == Event::paused) segment.event = Event::paused;
    segment.elapsed_ms =
        further.event == Event::none ? duration_ms : std::min(duration_ms, segment.elapsed_ms + further.elapsed_ms);
    segment.end_mv = further.end_mv;
    segment.end_slope = further.end_slope;
}

Segment climb(const Coeffs& coeffs, const MembraneDrive& drive, Vector& y, double duration_ms,
              InnerSteps* inner) noexcept {
    const Upstroke upstroke{coeffs, drive};
    Segment segment{0.0, Event::none, y[0], 0.0, y[0], 0.0, 0};
    if (y[0] < coeffs.upstroke_mv) walk(coeffs, drive, y, coeffs.upstroke_mv, duration_ms, segment, inner);
    if (segment.event == Event::paused) return segment;
    if (segment.elapsed_ms < duration_ms) {
        const double begin_mv = std::min(upstroke.begin_mv(y[1]), coeffs.peak_mv);
        if (y[0] < begin_mv) walk(coeffs, drive, y, begin_mv, duration_ms, segment, inner);
    }
    if (segment.event == Event::paused) return segment;
    if (segment.elapsed_ms < duration_ms) {
        if (y[0] < coeffs.peak_mv - reached_mv) {
            const Vector from = y;
            const double ms = upstroke.advance(y, duration_ms - segment.elapsed_ms, segment.steps);
            segment.elapsed_ms += ms;
            if (inner != nullptr) upstroke.trace(from[0], from[1], y[0], ms, *inner);
        }
        segment.end_mv = y[0];
        segment.end_slope = Field{coeffs, drive}.slope(y)[0];
        segment = gentle(segment);
    }
    if (y[0] >= coeffs.peak_mv - reached_mv) segment.event = Event::spike;
    return segment;
}

} // namespace

Adex::Coeffs Adex::prepare(const Params& params, double step_ms) {
    constexpr double least_slope_mv = 0.01;
    const double slope_mv = std::max(params.slope_mv, least_slope_mv);
    return {units::pf_per_nf * params.capacitance_nf,
            units::conductance_ns(params.leak.resistance_mohm),
            params.leak.reversal_mv,
            params.threshold_mv,
            slope_mv,
            params.adaptation_ns,
            params.adaptation_tau_ms,
            params.adaptation_step_pa,
            params.peak_mv,
            std::min(params.threshold_mv + least_exponent * slope_mv, params.peak_mv),
            std::min(params.reset_mv, params.peak_mv - reset_gap_mv),
            params.refractory_ms,
            step_ms};
}

Adex::State Adex::reset(const Coeffs& coeffs, const Initial& initial) {
    const auto steady_pa = [&](double mv) { return coeffs.adaptation_ns * (mv - coeffs.leak_reversal_mv); };
    double v = initial.voltage_mv;
    if (std::isnan(v)) {
        const Field field{coeffs, {0.0, 0.0}};
        const auto outward = [&](double mv) { return -field.slope({mv, steady_pa(mv)})[0]; };
        v = resting_voltage_mv(outward, coeffs.leak_reversal_mv - 1.0, coeffs.peak_mv, coeffs.leak_reversal_mv);
    }
    State state{{v, std::isnan(initial.internal[0]) ? steady_pa(v) : initial.internal[0]}, {}, {}};
    keep_in_range(coeffs, state.y);
    return state;
}

Segment Adex::advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms,
                      InnerSteps* inner) noexcept {
    if (state.refractory.active()) {
        const Segment segment = state.refractory.hold(state.y[0], duration_ms);
        state.pace.pass(segment.elapsed_ms);
        const double steady_pa = coeffs.adaptation_ns * (state.y[0] - coeffs.leak_reversal_mv);
        state.y[1] -= (state.y[1] - steady_pa) * -std::expm1(-segment.elapsed_ms / coeffs.adaptation_tau_ms);
        return segment;
    }
    const Segment segment =
        climb(coeffs, MembraneDrive::from(drive, coeffs.capacitance_pf), state.y, duration_ms, inner);
    state.pace.pass(segment.elapsed_ms);
    if (segment.event == Event::spike) {
        state.y = {coeffs.reset_mv, state.y[1] + coeffs.adaptation_step_pa};
        keep_in_range(coeffs, state.y);
        state.refractory = state.pace.spike(coeffs.refractory_ms);
    }
    return segment;
}

void Adex::observe(const Coeffs&, const State& state, const Drive&, double* out) noexcept { *out = state.y[1]; }

} // namespace soma::membrane
