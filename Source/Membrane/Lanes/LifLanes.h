#pragma once

#include "Membrane/Lanes/LaneModel.h"
#include "Membrane/Lif.h"
#include "Membrane/Rc.h"

#include <cmath>
#include <limits>

namespace soma::membrane {

/// The passive membrane with a threshold, in lanes: U = V − E instead of V, so that a sample without a clamp is one
/// multiplication and addition, U ← decay·U + R·(1 − decay)·I. The scalar model does spikes and releases. V differs
/// from its V by rounding, about 1e-13 mV, and spike times accordingly. With a clamp the relaxation is a
/// vector exponential: see LifLanes.cpp.
struct PassiveLanes {
    static constexpr bool available = true;

    /// A held neuron is released after so many whole samples and, in the next, release_ms; nothing moves it, and its
    /// 1/τ counts as 0. A free one is never released.
    enum State : std::size_t { above_mv, release_samples, release_ms, decay, step_mv_per_pa, per_tau, state_rows };
    static constexpr std::size_t derived_rows = 0;
    enum Coeff : std::size_t {
        threshold_above_mv,
        reset_above_mv,
        reversal_mv,
        mv_per_pa, ///< resistance
        threshold_mv,
        reset_mv,
        refractory_ms,
        held_samples, ///< at least so many after a spike's own; −1: perhaps not even to its end
        resistance_mohm,
        capacitance_nf,
        leak_ns,
        free_per_tau,
        step_ms,
        step_relaxation,
        coeff_rows,
    };
    static constexpr std::size_t at(Coeff row) { return std::size_t{state_rows} + row; }
    static constexpr double never = std::numeric_limits<double>::infinity();

    struct Firing {
        double threshold_mv, reset_mv, refractory_ms;
    };
    static void write_coeffs(const Passive&, const Firing&, const LaneRows&, std::size_t lane) noexcept;
    static Passive read_membrane(const LaneRows& rows, std::size_t lane) noexcept {
        const auto coeff = [&](Coeff row) { return rows[at(row)][lane]; };
        return {coeff(leak_ns),      coeff(reversal_mv), coeff(resistance_mohm), coeff(capacitance_nf),
                coeff(free_per_tau), coeff(step_ms),     coeff(step_relaxation)};
    }
    static Firing read_firing(const LaneRows& rows, std::size_t lane) noexcept {
        const auto coeff = [&](Coeff row) { return rows[at(row)][lane]; };
        return {coeff(threshold_mv), coeff(reset_mv), coeff(refractory_ms)};
    }

    static void run(const LaneInterval&) noexcept;
    static double now_mv(const LaneRows& rows, std::size_t lane) noexcept {
        return rows[above_mv][lane] + rows[at(reversal_mv)][lane];
    }
    static void write_state(const Passive& membrane, double now_mv, Refractory refractory, const LaneRows& rows,
                            std::size_t lane) noexcept {
        const bool held = refractory.active();
        const auto samples = held ? RefractorySamples::of(refractory, membrane.step_ms) : RefractorySamples{never, 0.0};
        rows[above_mv][lane] = now_mv - membrane.reversal_mv;
        rows[release_samples][lane] = samples.whole;
        rows[release_ms][lane] = samples.rest_ms;
        rows[decay][lane] = held ? 1.0 : 1.0 - membrane.step_relaxation;
        rows[step_mv_per_pa][lane] =
            held ? 0.0 : units::mv_per_mohm_pa * membrane.resistance_mohm * membrane.step_relaxation;
        rows[per_tau][lane] = held ? 0.0 : membrane.per_tau;
    }
    static Refractory read_refractory(const Passive& membrane, const LaneRows& rows, std::size_t lane) noexcept {
        const double whole = rows[release_samples][lane];
        if (whole == never) return {};
        return RefractorySamples{whole, rows[release_ms][lane]}.refractory(membrane.step_ms);
    }
};

template <>
struct LaneModel<Lif> : PassiveLanes {
    static bool suits(const Lif::Coeffs&) noexcept { return true; }
    static void write_coeffs(const Lif::Coeffs& coeffs, const LaneRows& rows, std::size_t lane) noexcept {
        PassiveLanes::write_coeffs(coeffs.membrane, {coeffs.threshold_mv, coeffs.reset_mv, coeffs.refractory_ms}, rows,
                                   lane);
    }
    static Lif::Coeffs read_coeffs(const LaneRows& rows, std::size_t lane) noexcept {
        const auto firing = read_firing(rows, lane);
        return {read_membrane(rows, lane), firing.threshold_mv, firing.reset_mv, firing.refractory_ms};
    }
    static void write_state(const Lif::Coeffs& coeffs, const Lif::State& state, const LaneRows& rows,
                            std::size_t lane) noexcept {
        PassiveLanes::write_state(coeffs.membrane, state.voltage_mv, state.refractory, rows, lane);
    }
    static Lif::State read_state(const Lif::Coeffs& coeffs, const LaneRows& rows, std::size_t lane) noexcept {
        return {now_mv(rows, lane), read_refractory(coeffs.membrane, rows, lane)};
    }
};

template <>
struct LaneModel<Rc> : PassiveLanes {
    static bool suits(const Rc::Coeffs&) noexcept { return true; }
    static void write_coeffs(const Rc::Coeffs& coeffs, const LaneRows& rows, std::size_t lane) noexcept {
        PassiveLanes::write_coeffs(coeffs.membrane, {voltage_limit_mv, coeffs.membrane.reversal_mv, 0.0}, rows, lane);
    }
    static void write_state(const Rc::Coeffs& coeffs, const Rc::State& state, const LaneRows& rows,
                            std::size_t lane) noexcept {
        PassiveLanes::write_state(coeffs.membrane, state.voltage_mv, {}, rows, lane);
    }
    static Rc::State read_state(const Rc::Coeffs&, const LaneRows& rows, std::size_t lane) noexcept {
        return {now_mv(rows, lane)};
    }
};

} // namespace soma::membrane
