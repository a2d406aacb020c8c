#include "Membrane/RestingPotential.h"

#include "Core/Units.h"

#include <cmath>

namespace soma::membrane {

double nernst_mv(double inside_mm, double outside_mm, int valence, double temperature_c) {
    const double kelvin = temperature_c + units::zero_celsius_k;
    return 1000.0 * units::gas_constant_j_per_mol_k * kelvin / (valence * units::faraday_c_per_mol) *
           std::log(outside_mm / inside_mm);
}

Leak combine(std::span<const IonPath> paths) {
    double conductance = 0.0, weighted_mv = 0.0;
    for (const auto& path : paths) {
        conductance += 1.0 / path.resistance_mohm;
        weighted_mv += path.reversal_mv / path.resistance_mohm;
    }
    return {1.0 / conductance, weighted_mv / conductance};
}

} // namespace soma::membrane
