#include "Bench/Experiments.h"

#include "Parameters/ParameterText.h"

#include <array>
#include <cmath>

namespace soma::bench {
namespace {

/// Slow processes of the models beside R·C: adaptation, after-spike currents, gates.
constexpr double least_lasting_ms = 1000.0;
constexpr double time_constants = 40.0; ///< e^−40 is below rounding

bool fires(const Subject& subject, double current_pa, double duration_ms, double after_ms) {
    const std::array pieces{Piece{duration_ms, current_pa}, Piece{after_ms, 0.0}};
    return first_spike_ms(subject, pieces).has_value();
}

} // namespace

double lasting_ms(const Subject& subject) {
    const auto& values = subject.values;
    double slowest_ms = leak_of(values).resistance_mohm * values[Id::membrane_capacitance_nf];
    const auto model = values.choice<ModelId>(Id::model);
    // These have time constants of their own; their R·C may mean nothing.
    if (model == ModelId::hh || model == ModelId::izhikevich) slowest_ms = 0.0;
    if (model == ModelId::adex) slowest_ms = std::max(slowest_ms, values[Id::adex_tau_w_ms]);
    return std::max(least_lasting_ms, time_constants * slowest_ms);
}

Bracket threshold_current(const Subject& subject, double duration_ms, double after_ms, double resolution,
                          double limit_pa, const Steps* steps) {
    if (!(duration_ms > 0.0) || !std::isfinite(duration_ms))
        throw ProtocolError("duration: " + shortest(duration_ms) + " ms is not a time; give more than 0 ms");
    if (!model_fires(subject.values.choice<ModelId>(Id::model)))
        throw ProtocolError(
            "model: this model has no spikes, so it has no threshold current; choose lif or another spiking one");
    if (fires(subject, 0.0, duration_ms, after_ms))
        throw ProtocolError("the cell fires at rest, without any current: it has no threshold current");
    Bracket bracket{0.0, 1.0};
    if (const auto theory = lif_theory(subject))
        bracket.above_pa = std::fmin(limit_pa, 1.5 * theory->threshold_pa(duration_ms));
    while (!fires(subject, bracket.above_pa, duration_ms, after_ms)) {
        if (bracket.above_pa >= limit_pa)
            throw ProtocolError("the cell does not fire with up to " + shortest(limit_pa) + " pA for " +
                                shortest(duration_ms) + " ms");
        bracket = {bracket.above_pa, std::fmin(limit_pa, 2.0 * bracket.above_pa)};
        if (steps != nullptr) steps->look();
    }
    while (bracket.above_pa - bracket.below_pa > resolution * bracket.above_pa) {
        const double middle_pa = bracket.middle_pa();
        (fires(subject, middle_pa, duration_ms, after_ms) ? bracket.above_pa : bracket.below_pa) = middle_pa;
        if (steps != nullptr) steps->look();
    }
    return bracket;
}

} // namespace soma::bench
