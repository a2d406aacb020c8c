#include "Membrane/Izhikevich.h"

#include "Core/Units.h"
#include "Membrane/ControlledRk4.h"

namespace soma::membrane {
namespace {

using Params = Izhikevich::Params;
using Vector = std::array<double, 2>;

/// The published order of operations: V*V first, then from left to right.
double voltage_slope(const Params& p, double v, double u, double input) noexcept {
    return p.quadratic * (v * v) + p.linear * v + p.constant - u + input;
}
double recovery_slope(const Params& p, double v, double u) noexcept {
    return p.a * (p.b * (v - p.recovery_offset_mv) - p.recovery_leak * u);
}

/// Patterns S and T run away for ever.
constexpr double range_mv = 1e4, range_mv_per_ms = 1e5;

void keep_in_range(Vector& y) noexcept {
    y[0] = std::clamp(y[0], -range_mv, range_mv);
    y[1] = std::clamp(y[1], -range_mv_per_ms, range_mv_per_ms);
}

struct Field {
    using Vector = std::array<double, 2>;

    const Params& params;
    MembraneDrive drive;
    double longest_step_ms = Izhikevich::longest_step_ms;

    Vector slope(const Vector& y) const noexcept {
        return {voltage_slope(params, y[0], y[1], drive.at(y[0])), recovery_slope(params, y[0], y[1])};
    }
    Vector decay(const Vector& y) const noexcept {
        return {drive.decay - 2.0 * params.quadratic * y[0] - params.linear, params.a * params.recovery_leak};
    }
    static Vector tolerance(const Vector& y) noexcept {
        return {1e-4 * (1.0 + std::abs(y[0]) / 100.0), 1e-4 * (1.0 + std::abs(y[1]) / 100.0)};
    }
    static void confine(Vector& y) noexcept { keep_in_range(y); }
};

/// V ← c, u ← u + d.
void jump(const Izhikevich::Coeffs& coeffs, Izhikevich::State& state) noexcept {
    state.y = {coeffs.reset_mv, state.y[1] + coeffs.params.d};
    keep_in_range(state.y);
    state.pause = state.pace.spike(0.0);
}

Segment advance_exactly(const Izhikevich::Coeffs& coeffs, Izhikevich::State& state, const Drive& drive,
                        double duration_ms, InnerSteps* inner) noexcept {
    if (state.pause.active()) {
        const Segment segment = state.pause.hold(state.y[0], duration_ms);
        state.pace.pass(segment.elapsed_ms);
        return segment;
    }
    const Field field{coeffs.params, MembraneDrive::from(drive, coeffs.capacitance_pf)};
    const double peak_mv = coeffs.params.peak_mv;
    if (state.y[0] >= peak_mv) { // stated or moved there by an edit
        const Segment segment{0.0, Event::spike, state.y[0], 0.0, state.y[0], 0.0, 1};
        jump(coeffs, state);
        return segment;
    }
    SpikeLevel detector{peak_mv, false};
    const Segment segment = ControlledRk4<Field>::advance(field, state.y, detector, duration_ms, inner);
    state.pace.pass(segment.elapsed_ms);
    if (segment.event == Event::spike) jump(coeffs, state);
    return segment;
}

/// The Euler steps of the figures: see the header.
struct PublishedEuler {
    static constexpr double instant_ms = 1e-9; ///< a step this close to the begin or end of an advance falls on it
    static constexpr int most_steps = 512;     ///< of one advance

    const Izhikevich::Coeffs& coeffs;
    Izhikevich::State& state;
    MembraneDrive drive;
    InnerSteps* inner;

    double input() const noexcept { return drive.at(state.y[0]); }

    /// The input of a step that falls between two held values: on a ramp their mean, at a jump the weaker one. The
    /// published stimuli are on within strict inequalities only.
    static double at_boundary(double before, double after) noexcept {
        constexpr double least_jump = 0.1; // mV/ms; the ramps of the figures change by less from sample to sample
        if (std::abs(after - before) < least_jump) return 0.5 * (before + after);
        return std::abs(before) < std::abs(after) ? before : after;
    }

    Vector next(double with_input) const noexcept {
        const Params& p = coeffs.params;
        const auto& [v, u] = state.y;
        Vector to;
        to[0] = v + p.euler_step_ms * voltage_slope(p, v, u, with_input);
        to[1] = u + p.euler_step_ms * recovery_slope(p, to[0], u);
        return to;
    }

    /// True: a spike.
    bool step(double with_input) noexcept {
        state.y = next(with_input);
        state.until_step_ms = coeffs.params.euler_step_ms;
        const bool spike = state.y[0] > coeffs.params.peak_mv;
        if (spike) state.y = {coeffs.params.c_mv, state.y[1] + coeffs.params.d};
        keep_in_range(state.y);
        return spike;
    }

    /// Draws V towards where the next step will put it if the input stays; returns the slope.
    double draw(double ms) noexcept {
        const double aim_mv = std::clamp(next(input())[0], -range_mv, coeffs.params.peak_mv);
        const double slope = (aim_mv - state.shown_mv) / state.until_step_ms;
        state.shown_mv += slope * ms;
        state.until_step_ms -= ms;
        if (state.until_step_ms <= instant_ms) state.until_step_ms = 0.0;
        return slope;
    }

    Segment advance(double duration_ms) noexcept {
        Segment segment{duration_ms, Event::none, state.shown_mv, 0.0, 0.0, 0.0, 0};
        double step_input = at_boundary(state.last_input, input());
        for (double left_ms = duration_ms; left_ms > instant_ms; step_input = input()) {
            if (state.until_step_ms == 0.0 && step(step_input)) {
                segment.elapsed_ms = duration_ms - left_ms;
                segment.event = Event::spike;
                break;
            }
            if (++segment.steps > most_steps) {
                segment.elapsed_ms = duration_ms - left_ms;
                segment.event = Event::paused;
                break;
            }
            const double ms = std::min(state.until_step_ms, left_ms);
            const double from_mv = state.shown_mv;
            segment.end_slope = draw(ms);
            if (inner != nullptr) inner->add({ms, from_mv, segment.end_slope, state.shown_mv, segment.end_slope});
            if (left_ms == duration_ms) segment.begin_slope = segment.end_slope;
            left_ms -= ms;
        }
        state.last_input = input();
        segment.end_mv = state.shown_mv;
        if (segment.event == Event::spike) state.shown_mv = state.y[0];
        return segment;
    }
};

/// The lower fixed point of V' at the steady u, or where V' is smallest when there is none.
double resting_mv(const Params& p) noexcept {
    if (p.recovery_leak <= 0.0) return p.recovery_offset_mv; // only there u stands still
    const double gain = p.b / p.recovery_leak;
    const double linear = p.linear - gain, constant = p.constant + gain * p.recovery_offset_mv;
    const double discriminant = linear * linear - 4.0 * p.quadratic * constant;
    return (-linear - std::sqrt(std::max(discriminant, 0.0))) / (2.0 * p.quadratic);
}

double steady_recovery(const Params& p, double v) noexcept {
    return p.recovery_leak > 0.0 ? p.b * (v - p.recovery_offset_mv) / p.recovery_leak : voltage_slope(p, v, 0.0, 0.0);
}

} // namespace

Izhikevich::Coeffs Izhikevich::prepare(const Params& params, double step_ms) {
    constexpr double shortest_euler_step_ms = 1e-3;
    Coeffs coeffs{params, units::pf_per_nf * params.capacitance_nf,
                  std::min(params.c_mv, params.peak_mv - reset_gap_mv), step_ms};
    coeffs.params.euler_step_ms = std::max(params.euler_step_ms, shortest_euler_step_ms);
    return coeffs;
}

Izhikevich::State Izhikevich::reset(const Coeffs& coeffs, const Initial& initial) {
    const Params& p = coeffs.params;
    const double v = std::isnan(initial.voltage_mv) ? resting_mv(p) : initial.voltage_mv;
    State state{{v, std::isnan(initial.internal[0]) ? steady_recovery(p, v) : initial.internal[0]},
                {},
                {},
                v,
                0.0,
                std::numeric_limits<double>::infinity()};
    keep_in_range(state.y);
    return state;
}

Segment Izhikevich::advance(const Coeffs& coeffs, State& state, const Drive& drive, double duration_ms,
                            InnerSteps* inner) noexcept {
    if (coeffs.params.scheme == Scheme::exact) return advance_exactly(coeffs, state, drive, duration_ms, inner);
    return PublishedEuler{coeffs, state, MembraneDrive::from(drive, coeffs.capacitance_pf), inner}.advance(duration_ms);
}

double Izhikevich::voltage_mv(const Coeffs& coeffs, const State& state) noexcept {
    return coeffs.params.scheme == Scheme::exact ? state.y[0] : state.shown_mv;
}

void Izhikevich::observe(const Coeffs&, const State& state, const Drive&, double* out) noexcept { *out = state.y[1]; }

} // namespace soma::membrane
