#include "Bench/LifTheory.h"

#include "Core/Units.h"

#include <cmath>
#include <numbers>

namespace soma::bench {

double LifTheory::rheobase_pa() const { return threshold_mv / (units::mv_per_mohm_pa * resistance_mohm); }

double LifTheory::chronaxie_ms() const { return tau_ms * std::numbers::ln2; }

double LifTheory::threshold_pa(double duration_ms) const { return rheobase_pa() / -std::expm1(-duration_ms / tau_ms); }

double LifTheory::rate_per_s(double current_pa) const {
    const double rise_mv = units::mv_per_mohm_pa * resistance_mohm * current_pa;
    if (rise_mv <= threshold_mv) return 0.0;
    return 1000.0 / (refractory_ms + tau_ms * std::log1p((threshold_mv - reset_mv) / (rise_mv - threshold_mv)));
}

double LifTheory::latency_ms(double current_pa) const {
    const double rise_mv = units::mv_per_mohm_pa * resistance_mohm * current_pa;
    return rise_mv > threshold_mv ? tau_ms * std::log1p(threshold_mv / (rise_mv - threshold_mv)) : unknown;
}

std::optional<LifTheory> lif_theory(const Subject& subject) {
    const auto& values = subject.values;
    const auto model = values.choice<ModelId>(Id::model);
    if (model != ModelId::lif && model != ModelId::glif1) return std::nullopt;
    const auto leak = leak_of(values);
    if (values[Id::threshold_mv] <= leak.reversal_mv) return std::nullopt;
    return LifTheory{values[Id::threshold_mv] - leak.reversal_mv, values[Id::reset_mv] - leak.reversal_mv,
                     leak.resistance_mohm, leak.resistance_mohm * values[Id::membrane_capacitance_nf],
                     values[Id::refractory_ms]};
}

} // namespace soma::bench
