#pragma once

#include "Membrane/Model.h"

#include <span>

/// The course's first model: the resting potential from ionic conductances.
namespace soma::membrane {

/// One ion's path through the membrane: a battery in series with a resistance (MΩ, > 0).
struct IonPath {
    double resistance_mohm;
    double reversal_mv;
};

/// E = (RT/zF)·ln(outside/inside) in mV; concentrations in mM (> 0), temperature in °C, valence ≠ 0.
double nernst_mv(double inside_mm, double outside_mm, int valence, double temperature_c);

/// The parallel paths as one: R = 1/Σ(1/R_i), V = Σ(E_i/R_i)/Σ(1/R_i) (chord conductance equation). Needs at least one
/// path.
Leak combine(std::span<const IonPath> paths);

} // namespace soma::membrane
