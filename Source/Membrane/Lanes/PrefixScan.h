#pragma once

#include "Core/Limits.h"
#include "Membrane/Lif.h"
#include "Membrane/Rc.h"

#include <algorithm>
#include <array>
#include <span>

namespace soma::membrane {

/// One passive membrane, many samples at once. With V relative to the leak's reversal potential a held sample is
/// U' = p·U + (1 − p)·R·I: a sum of inputs that decays, and such a sum over a vector takes log2(lanes) steps (Hillis &
/// Steele 1986), the carry from vector to vector one multiplication and addition.
///
/// Samples are taken in groups that count from where the membrane began or had its last event, and what a group has
/// seen is kept between calls: no result depends on how time is cut, bit for bit. V against the same recurrence in
/// long double, 4 s under noise: within 1.2e-12 mV at the slowest membrane that passes. All functions may run on the
/// audio thread.
class PassivePrefixScan {
  public:
    static constexpr std::size_t group = 8; ///< samples; the lanes of the widest vector
    /// A membrane that is slower has more digits of its way in 1 − p than p can hold; no sample of it passes here.
    static constexpr double least_relaxation = 1e-4;

    /// The next sample begins a new group. Call whenever something else has moved the membrane or its coefficients.
    void restart() noexcept {
        filled_ = none;
        held_ = unknown;
    }

    /// Moves V over held_pa.size() samples, or up to the first one that ends at or above the threshold (or out of any
    /// range). Returns how many passed; after_mv[k] is V after sample k. Beyond those, after_mv holds anything.
    std::size_t relax(const Passive&, double threshold_mv, double& voltage_mv, std::span<const double> held_pa,
                      double* after_mv) noexcept;

    /// Passes up to this many samples of an active refractory period, all of which it lasts through; returns how many.
    std::size_t hold(Refractory&, double step_ms, std::size_t samples) noexcept;

    struct Groups; ///< for the vector code

  private:
    static constexpr std::size_t none = group + 1;
    static constexpr RefractorySamples unknown{-1.0, 0.0};

    std::size_t filled_ = none;             ///< samples of the present group that have passed
    double begin_mv_ = 0.0;                 ///< V above the reversal potential at the group's begin
    std::array<double, group> pa_{};        ///< its inputs
    std::array<double, group> retention_{}; ///< p, p² …
    RefractorySamples held_ = unknown;      ///< what is left of a refractory period
};

inline std::size_t PassivePrefixScan::hold(Refractory& refractory, double step_ms, std::size_t samples) noexcept {
    if (held_.whole < 0.0) held_ = RefractorySamples::of(refractory, step_ms);
    const double passed = std::min(held_.whole, static_cast<double>(samples));
    held_.whole -= passed;
    refractory = held_.refractory(step_ms);
    return static_cast<std::size_t>(passed);
}

/// A model that runs in time has
///   quiet(prefix_scan, coeffs, state, held_pa, after_mv)   passes whole samples without an event; as
///   PassivePrefixScan::relax slopes(coeffs, state)                              of V while it does
template <class M>
struct PrefixScan {
    static constexpr bool available = false;
};

/// dV/dt in mV/ms is mv_per_ms_pa·I − per_ms·(V − reversal_mv).
struct PrefixScanSlopes {
    double mv_per_ms_pa, per_ms, reversal_mv;

    static PrefixScanSlopes of(const Passive& membrane) noexcept {
        return {units::mv_per_mohm_pa * membrane.resistance_mohm * membrane.per_tau, membrane.per_tau,
                membrane.reversal_mv};
    }
};

template <>
struct PrefixScan<Rc> {
    static constexpr bool available = true;

    static std::size_t quiet(PassivePrefixScan& prefix_scan, const Rc::Coeffs& coeffs, Rc::State& state,
                             std::span<const double> held_pa, double* after_mv) noexcept {
        return prefix_scan.relax(coeffs.membrane, voltage_limit_mv, state.voltage_mv, held_pa, after_mv);
    }
    static PrefixScanSlopes slopes(const Rc::Coeffs& coeffs, const Rc::State&) noexcept {
        return PrefixScanSlopes::of(coeffs.membrane);
    }
};

template <>
struct PrefixScan<Lif> {
    static constexpr bool available = true;

    static std::size_t quiet(PassivePrefixScan& prefix_scan, const Lif::Coeffs& coeffs, Lif::State& state,
                             std::span<const double> held_pa, double* after_mv) noexcept {
        if (!state.refractory.active())
            return prefix_scan.relax(coeffs.membrane, coeffs.threshold_mv, state.voltage_mv, held_pa, after_mv);
        const auto samples = prefix_scan.hold(state.refractory, coeffs.membrane.step_ms, held_pa.size());
        std::fill_n(after_mv, samples, state.voltage_mv);
        return samples;
    }
    static PrefixScanSlopes slopes(const Lif::Coeffs& coeffs, const Lif::State& state) noexcept {
        return state.refractory.active() ? PrefixScanSlopes{} : PrefixScanSlopes::of(coeffs.membrane);
    }
};

} // namespace soma::membrane
