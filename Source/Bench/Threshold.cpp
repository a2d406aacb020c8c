#include "Bench/Threshold.h"

#include "Bench/LifTheory.h"
#include "Bench/ProtocolChecks.h"

#include "Parameters/ParameterText.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::bench {
namespace {

/// Slow processes of the models beside R·C: adaptation, after-spike currents, gates.
constexpr double least_lasting_ms = 1000.0;
constexpr double time_constants = 40.0; ///< e^−40 is below rounding

/// A threshold below this is as good as none, and no bisection of it would end.
constexpr double least_threshold_pa = 1e-9;

bool fires(const Subject& subject, double current_pa, const ThresholdSearch& search, const ExperimentProgress& watch) {
    const std::array steps{CurrentStep{search.duration_ms, current_pa}, CurrentStep{search.after_ms, 0.0}};
    return first_spike_ms(subject, steps, &watch).has_value();
}

[[noreturn]] void fires_at_rest() {
    throw ProtocolError("the cell fires at rest, without any current, so it has no threshold current; "
                        "raise threshold_mv or lower rest_mv");
}

} // namespace

double lasting_ms(const Subject& subject) {
    const auto& values = subject.values;
    double slowest_ms = leak_of(values).resistance_mohm * values[Id::membrane_capacitance_nf];
    const auto model = values.choice<ModelId>(Id::model);
    // These models have other time constants; their R·C may mean nothing.
    if (model == ModelId::hh || model == ModelId::izhikevich) slowest_ms = 0.0;
    if (model == ModelId::adex) slowest_ms = std::max(slowest_ms, values[Id::adex_tau_w_ms]);
    return std::max(least_lasting_ms, time_constants * slowest_ms);
}

void check_fires(const Subject& subject) {
    const auto model = subject.values[Id::model];
    if (!model_fires(static_cast<ModelId>(static_cast<int>(model))))
        throw ProtocolError("model: " + exact_text(parameter(Id::model), model) +
                            " has no spikes, so it never fires; choose lif or another spiking model");
}

Bracket threshold_current(const Subject& subject, const ThresholdSearch& search, const ExperimentProgress& watch) {
    check_time("duration", search.duration_ms, false);
    check_number("resolution", search.resolution, 1e-12, 0.5, "");
    check_number("limit", search.limit_pa, least_threshold_pa, largest_current_pa, " pA");
    check_fires(subject);
    if (fires(subject, 0.0, search, watch)) fires_at_rest();
    Bracket bracket{0.0, std::fmin(search.limit_pa, 1.0)};
    if (const auto theory = lif_theory(subject))
        bracket.above_pa = std::fmin(search.limit_pa, 1.5 * theory->threshold_pa(search.duration_ms));
    const auto try_current = [&](double current_pa) {
        watch.trying({search.duration_ms, current_pa, bracket.below_pa, bracket.above_pa});
        return fires(subject, current_pa, search, watch);
    };
    while (!try_current(bracket.above_pa)) {
        if (bracket.above_pa >= search.limit_pa)
            throw ProtocolError("the cell does not fire with up to " + shortest(search.limit_pa) + " pA for " +
                                shortest(search.duration_ms) + " ms; raise the limit or the duration");
        bracket = {bracket.above_pa, std::fmin(search.limit_pa, 2.0 * bracket.above_pa)};
    }
    while (bracket.above_pa - bracket.below_pa > search.resolution * bracket.above_pa) {
        if (bracket.above_pa < least_threshold_pa) fires_at_rest();
        const double middle_pa = bracket.middle_pa();
        (try_current(middle_pa) ? bracket.above_pa : bracket.below_pa) = middle_pa;
    }
    return bracket;
}

} // namespace soma::bench
