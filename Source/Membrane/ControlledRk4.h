#pragma once

#include "Core/Math.h"
#include "Membrane/InnerSteps.h"
#include "Membrane/Model.h"
#include "Membrane/SpikeLevel.h"

#include <cmath>

/// The integrator of the models without closed form: Runge–Kutta 4 with an error estimate, the located crossing of a
/// level, and a step that cannot diverge for when the estimate asks for too much.
///
/// A Field is one set of equations with a held drive:
///   Vector                     std::array<double, N>; element 0 is V in mV
///   slope(y)                   dy/dt per ms
///   decay(y)                   −∂(dy_i/dt)/∂y_i per ms, for the safe step
///   tolerance(y)               what the error estimate of one step may be, in the units of y
///   confine(y)                 puts y back into the range that the model defines (gates within 0..1, …)
///   longest_step_ms            the step that is accurate in normal use
namespace soma::membrane {

/// Drive of V from outside the model, over C: I/C + g/C·(E − V). Beyond this slope the drive saturates
/// (10 µA into 100 pF), which bounds the number of spikes within a sample for any input.
struct MembraneDrive {
    static constexpr double largest_slope = 1e5; ///< mV/ms
    static constexpr double largest_decay = 1e5; ///< 1/ms

    double slope; ///< mV/ms at V = 0
    double decay; ///< 1/ms

    static MembraneDrive from(const Drive& drive, double capacitance_pf) noexcept {
        const double decay = std::min(drive.conductance_ns / capacitance_pf, largest_decay);
        return {std::clamp(drive.current_pa / capacitance_pf, -largest_slope, largest_slope) +
                    decay * drive.reversal_mv,
                decay};
    }
    double at(double voltage_mv) const noexcept { return slope - decay * voltage_mv; }
};

template <class Field>
struct ControlledRk4 {
    using Vector = typename Field::Vector;

    /// A step may be halved until it is this share of the longest. One that short is taken even if its error is
    /// estimated at some tolerances: the estimate is pessimistic (it is that of an embedded third-order formula), and
    /// only an error that tells of instability calls for the safe step, which is less accurate but cannot diverge.
    static constexpr int shortest_share = 32;
    /// Steps of one call of advance, also rejected ones: so many, and twice as many as the longest ones would be. Far
    /// more than a sample of sound takes in normal use.
    static constexpr int spare_steps = 128;
    static constexpr double unstable = 100.0;

    struct Step {
        Vector y;
        Vector slope; ///< at its end: the next step's first stage
        double ms;    ///< its length
        double error; ///< in tolerances; NaN or infinite when the step failed
    };

    /// Moves y by at most duration_ms and stops at the spike that the detector finds; its level is then where V is.
    static Segment advance(const Field& field, Vector& y, SpikeLevel& detector, double duration_ms,
                           InnerSteps* inner = nullptr) noexcept {
        const double least_steps = std::ceil(duration_ms / field.longest_step_ms);
        const double longest_ms = duration_ms / least_steps, most_steps = spare_steps + 2.0 * least_steps;
        const double shortest_ms = longest_ms / shortest_share;
        Vector slope = field.slope(y);
        Segment segment{duration_ms, Event::none, y[0], slope[0], 0.0, 0.0, 0};
        double left_ms = duration_ms, step_ms = longest_ms;
        bool safely = false;
        while (true) {
            ++segment.steps;
            const bool last = step_ms >= left_ms * (1.0 - 1e-9);
            if (last) step_ms = left_ms;
            Step next = safely ? safe_step(field, y, step_ms) : step(field, y, slope, step_ms);
            const bool shortest = step_ms <= shortest_ms;
            if (!(next.error <= (shortest ? unstable : 1.0))) {
                safely = shortest;
                if (!safely) step_ms *= 0.5;
                continue;
            }
            const auto crossing = detector.find({step_ms, y[0], slope[0], next.y[0], next.slope[0]});
            if (crossing.found() && locate(field, y, slope, detector.level_mv, crossing, safely, next, segment.steps)) {
                segment.elapsed_ms = std::min(duration_ms, duration_ms - left_ms + next.ms);
                segment.event = Event::spike;
            } else if (crossing.found()) {
                detector.above = next.y[0] >= detector.level_mv; // the cubic touched the level, the true curve does not
            }
            if (inner != nullptr) inner->add({next.ms, y[0], slope[0], next.y[0], next.slope[0]});
            y = next.y;
            slope = next.slope;
            if (last || segment.event == Event::spike) break;
            left_ms -= step_ms;
            if (segment.steps >= most_steps) {
                segment.elapsed_ms = duration_ms - left_ms;
                segment.event = Event::paused;
                break;
            }
            if (next.error < 0.02 && !safely) step_ms = std::min(longest_ms, 2.0 * step_ms);
        }
        segment.end_mv = y[0];
        segment.end_slope = slope[0];
        return segment;
    }

    /// Classical RK4; the slope at its end, which the next step needs anyway, gives the estimate h/6·(k4 − k5).
    static Step step(const Field& field, const Vector& y, const Vector& k1, double ms) noexcept {
        const Vector k2 = field.slope(moved(y, k1, 0.5 * ms));
        const Vector k3 = field.slope(moved(y, k2, 0.5 * ms));
        const Vector k4 = field.slope(moved(y, k3, ms));
        Step next;
        next.ms = ms;
        for (std::size_t i = 0; i < y.size(); ++i)
            next.y[i] = y[i] + ms / 6.0 * (k1[i] + 2.0 * (k2[i] + k3[i]) + k4[i]);
        field.confine(next.y);
        next.slope = field.slope(next.y);
        const Vector tolerance = field.tolerance(next.y);
        next.error = 0.0;
        for (std::size_t i = 0; i < y.size(); ++i) {
            const double share = std::abs(ms / 6.0 * (k4[i] - next.slope[i])) / tolerance[i];
            if (!(share <= next.error)) next.error = share;
        }
        return next;
    }

    /// Half a step of everything but V, one of V, half a step of the rest (Strang), each by its own exponential: exact
    /// for what is linear in its own variable, and without growth for any step.
    static Step safe_step(const Field& field, const Vector& y, double ms) noexcept {
        Vector to = y;
        relax_rest(field, to, 0.5 * ms);
        to[0] += relaxed(field.slope(to)[0], field.decay(to)[0], ms);
        field.confine(to);
        relax_rest(field, to, 0.5 * ms);
        field.confine(to);
        return {to, field.slope(to), ms, 0.0};
    }

  private:
    static Vector moved(const Vector& y, const Vector& slope, double ms) noexcept {
        Vector to;
        for (std::size_t i = 0; i < y.size(); ++i) to[i] = y[i] + ms * slope[i];
        return to;
    }
    static double relaxed(double slope, double decay, double ms) noexcept {
        constexpr double largest_growth = 20.0; // e^20: already out of every range
        return slope * ms * exprel(std::min(largest_growth, -decay * ms));
    }
    static void relax_rest(const Field& field, Vector& y, double ms) noexcept {
        const Vector slope = field.slope(y), decay = field.decay(y);
        for (std::size_t i = 1; i < y.size(); ++i) y[i] += relaxed(slope[i], decay[i], ms);
    }

    /// From the cubic's instant to the integrator's own: Newton on true steps from the begin of this one, kept
    /// between where V is below the level and where it is not. True: `next` is the step to the crossing.
    static bool locate(const Field& field, const Vector& y, const Vector& slope, double level_mv,
                       const SpikeLevel::Crossing& crossing, bool safely, Step& next, int& steps) noexcept {
        constexpr int most_corrections = 60; // three as a rule
        double low_ms = crossing.armed_ms, high_ms = next.ms, ms = crossing.spike_ms;
        Step best = next;
        for (int i = 0; i < most_corrections; ++i) {
            ++steps;
            const Step trial = safely ? safe_step(field, y, ms) : step(field, y, slope, ms);
            const double miss_mv = trial.y[0] - level_mv;
            if (std::abs(miss_mv) < std::abs(best.y[0] - level_mv)) best = trial;
            if (std::abs(miss_mv) < 1e-10) break;
            (miss_mv < 0.0 ? low_ms : high_ms) = ms;
            const double newton_ms = ms - miss_mv / trial.slope[0];
            ms = newton_ms > low_ms && newton_ms < high_ms ? newton_ms : 0.5 * (low_ms + high_ms);
        }
        if (std::abs(best.y[0] - level_mv) > SpikeLevel::rearm_gap_mv) return false;
        next = best;
        return true;
    }
};

} // namespace soma::membrane
