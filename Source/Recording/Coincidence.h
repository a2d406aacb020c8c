#pragma once

#include <span>

namespace soma::recording {

/// The window within which two spikes are one, as in Jolivet et al. 2008 (J. Neurosci. Methods 169:417).
constexpr double coincidence_window_ms = 4.0;

/// How many spikes of the first train have one of the second within ±window, each used once. Times in ms, rising.
int coincidences(std::span<const double> recorded_ms, std::span<const double> model_ms,
                 double window_ms = coincidence_window_ms);

/// The coincidence factor Γ (Kistler, Gerstner & van Hemmen 1997; Jolivet et al. 2008): coincidences less those of a
/// Poisson train at the model's rate, over half of all spikes, normalised so that equal trains have 1 and chance has 0.
/// NaN where neither train has a spike, or where the rate is so high that the window covers everything.
double coincidence_factor(std::span<const double> recorded_ms, std::span<const double> model_ms, double duration_ms,
                          double window_ms = coincidence_window_ms);

/// Spike trains smoothed by a Gaussian of this width are compared (Teeter et al. 2018).
constexpr double temporal_resolution_ms = 10.0;

/// The explained temporal variance of Teeter et al. 2018 (Nat. Commun. 9:709), of one trial: both trains, smoothed by a
/// Gaussian of standard deviation `sigma_ms`, [var d + var m − var(d − m)] / [var d + var m]. 1: equal; 0: unrelated.
/// NaN where neither has a spike.
double explained_temporal_variance(std::span<const double> recorded_ms, std::span<const double> model_ms,
                                   double duration_ms, double sigma_ms = temporal_resolution_ms);

} // namespace soma::recording
