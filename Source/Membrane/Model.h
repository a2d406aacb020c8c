#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>

/// The contract of all neuron models. A model is a struct of static functions over three plain structs:
///
///   Params   what a person sets, in the units of its names
///   Coeffs   what the equations need, derived from Params once per change (prepare)
///   State    what moves in time, in double; trivially copyable
///
/// A model knows milliseconds, millivolts and picoamperes; it knows nothing of audio, sample rates or parameters' ids.
/// Assets/Guide/AddingAModel.md is the checklist for a new one. All functions may run on the audio thread.
namespace soma::membrane {

/// Current and conductance that act on the membrane during one advance; constant over it (input is held over a sample).
struct Drive {
    double current_pa = 0.0;
    double conductance_ns = 0.0; ///< dynamic clamp: adds conductance·(reversal − V); never negative
    double reversal_mv = 0.0;
};

enum class Event : std::uint8_t {
    none,    ///< the whole duration passed
    spike,   ///< stopped at a spike; the state is already past its reset
    release, ///< stopped at the end of a refractory period
    paused,  ///< stopped after so many steps of an integrator that one call does; the next call goes on
};

/// One smooth piece of V(t), from where advance began to where it stopped, just before the event's own jump.
struct Segment {
    double elapsed_ms;
    Event event;
    double begin_mv;
    double begin_slope; ///< mV/ms
    double end_mv;
    double end_slope; ///< mV/ms
    int steps;        ///< that it took: 1 for a closed form; of an integrator also those that were rejected
};

/// The leak of every model: one resistance and its battery.
struct Leak {
    double resistance_mohm = 100.0;
    double reversal_mv = -70.0;
};

constexpr std::size_t max_variables = 12;

/// Where a cell says it starts. NaN: not stated, the model's own rest (for an internal variable: its steady state at
/// V). internal[i] belongs to variables[i] of the model.
struct Initial {
    static constexpr double not_stated = std::numeric_limits<double>::quiet_NaN();
    double voltage_mv = not_stated;
    std::array<double, max_variables> internal = [] {
        std::array<double, max_variables> none{};
        none.fill(not_stated);
        return none;
    }();
};

/// Params, State, Coeffs and:
///   prepare(params, step_ms)   coefficients; step_ms is the duration most advances will have (one sample)
///   reset(coeffs, initial)     the state at rest with no input, or as stated
///   advance(coeffs, state, drive, duration_ms)
///                              moves the state by at most duration_ms > 0 and stops at the first event. Between events
///                              V is smooth. The work of one call is bounded, whatever the duration (Event::paused).
///   voltage_mv(coeffs, state)
///   observe(coeffs, state, drive, out)  writes one number for each of `variables`
///   variables                  column names with units ("threshold_mV", "m"); those that are state come first and are
///                              what Initial::internal sets
template <class M>
concept NeuronModel = std::is_trivially_copyable_v<typename M::State> &&
    std::is_trivially_copyable_v<typename M::Coeffs> &&
    requires(const typename M::Params& params, const typename M::Coeffs& coeffs, typename M::State& state,
             const Initial& initial, const Drive& drive, double ms, double* out) {
    { M::prepare(params, ms) } -> std::same_as<typename M::Coeffs>;
    { M::reset(coeffs, initial) } -> std::same_as<typename M::State>;
    { M::advance(coeffs, state, drive, ms) }
    noexcept->std::same_as<Segment>;
    { M::voltage_mv(coeffs, state) }
    noexcept->std::same_as<double>;
    { M::observe(coeffs, state, drive, out) }
    noexcept;
    requires M::variables.size() <= max_variables;
};

/// Beyond this V is no longer a membrane's (the widest a linear cell reaches with the largest current a table may ask
/// for is near it).
constexpr double voltage_limit_mv = 1e9;

/// A neuron that resets onto its threshold would fire for ever within an instant: resets stay this far below.
constexpr double reset_gap_mv = 1e-3;

} // namespace soma::membrane
