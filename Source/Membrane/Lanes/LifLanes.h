#pragma once

#include "Membrane/Lanes/LaneModel.h"
#include "Membrane/Lif.h"
#include "Membrane/Rc.h"

#include <algorithm>
#include <limits>

namespace soma::membrane {

/// The passive membrane with a threshold, in lanes. Without a clamp it repeats the scalar model operation by operation:
/// V has the same bits. With one the relaxation is a vector exponential: see LifLanes.cpp.
struct PassiveLanes {
    static constexpr bool available = true;

    /// A held neuron has its time left in `release_ms` and no relaxation; a free one has no end of its freedom.
    enum State : std::size_t { voltage_mv, release_ms, relaxation, per_tau, state_rows };
    enum Coeff : std::size_t {
        rise_mv_per_pa,
        reversal_mv,
        threshold_mv,
        step_ms,
        per_step,
        leak_ns,
        capacitance_pf,
        coeff_rows,
    };
    static constexpr State voltage = voltage_mv;

    static void write_coeffs(const Passive&, double threshold_mv, const LaneRows&, std::size_t lane) noexcept;
    static void write_state(const Passive& membrane, double now_mv, Refractory refractory, const LaneRows& rows,
                            std::size_t lane) noexcept {
        const bool held = refractory.active();
        rows[voltage_mv][lane] = now_mv;
        rows[release_ms][lane] = held ? refractory.left_ms : std::numeric_limits<double>::infinity();
        rows[relaxation][lane] = held ? 0.0 : membrane.step_relaxation;
        rows[per_tau][lane] = held ? 0.0 : 1.0 / membrane.tau_ms;
    }
    static Refractory read_refractory(const LaneRows& rows, std::size_t lane) noexcept {
        const double left_ms = rows[release_ms][lane];
        return {left_ms == std::numeric_limits<double>::infinity() ? 0.0 : left_ms};
    }
    /// As the kernel's, of one lane that was in range before.
    static int calm_samples(const LaneRows& rows, std::size_t lane) noexcept {
        if (!(rows[voltage_mv][lane] > -0.5 * voltage_limit_mv)) return 0;
        const double held = rows[release_ms][lane] * rows[state_rows + std::size_t{per_step}][lane] - calm_margin;
        return static_cast<int>(std::clamp(held, 0.0, static_cast<double>(LaneStretch::longest)));
    }
    static void run(const LaneStretch&) noexcept;

    /// Of a refractory period the last whole sample is left out where rounding in the countdown could decide; far above
    /// that.
    static constexpr double calm_margin = 1e-6;
};

template <>
struct LaneModel<Lif> : PassiveLanes {
    static bool suits(const Lif::Coeffs&) noexcept { return true; }
    static void write_coeffs(const Lif::Coeffs& coeffs, const LaneRows& rows, std::size_t lane) noexcept {
        PassiveLanes::write_coeffs(coeffs.membrane, coeffs.threshold_mv, rows, lane);
    }
    static void write_state(const Lif::Coeffs& coeffs, const Lif::State& state, const LaneRows& rows,
                            std::size_t lane) noexcept {
        PassiveLanes::write_state(coeffs.membrane, state.voltage_mv, state.refractory, rows, lane);
    }
    static Lif::State read_state(const Lif::Coeffs&, const LaneRows& rows, std::size_t lane) noexcept {
        return {rows[voltage_mv][lane], read_refractory(rows, lane)};
    }
};

template <>
struct LaneModel<Rc> : PassiveLanes {
    static bool suits(const Rc::Coeffs&) noexcept { return true; }
    static void write_coeffs(const Rc::Coeffs& coeffs, const LaneRows& rows, std::size_t lane) noexcept {
        PassiveLanes::write_coeffs(coeffs.membrane, voltage_limit_mv, rows, lane);
    }
    static void write_state(const Rc::Coeffs& coeffs, const Rc::State& state, const LaneRows& rows,
                            std::size_t lane) noexcept {
        PassiveLanes::write_state(coeffs.membrane, state.voltage_mv, {}, rows, lane);
    }
    static Rc::State read_state(const Rc::Coeffs&, const LaneRows& rows, std::size_t lane) noexcept {
        return {rows[voltage_mv][lane]};
    }
};

} // namespace soma::membrane
