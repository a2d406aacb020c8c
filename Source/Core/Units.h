#pragma once

/// One internal unit system: mV, ms, pA, nS, pF, MΩ, nF. In it nS·mV = pA, pF·mV/ms = pA, MΩ·nF = ms.
/// A name carries its unit wherever a number crosses a boundary.
namespace soma::units {

constexpr double ms_per_s = 1000.0;
constexpr double pf_per_nf = 1000.0;
constexpr double pa_per_na = 1000.0;

/// R·I with R in MΩ and I in pA gives µV; the model wants mV.
constexpr double mv_per_mohm_pa = 1e-3;

/// 1 / 1 MΩ = 1000 nS, both ways.
constexpr double conductance_ns(double resistance_mohm) { return 1000.0 / resistance_mohm; }
constexpr double resistance_mohm(double conductance_ns) { return 1000.0 / conductance_ns; }

/// CODATA 2018.
constexpr double gas_constant_j_per_mol_k = 8.314462618;
constexpr double faraday_c_per_mol = 96485.33212;
constexpr double zero_celsius_k = 273.15;

} // namespace soma::units
