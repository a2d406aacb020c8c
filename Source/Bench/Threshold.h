#pragma once

#include "Bench/Trial.h"

namespace soma::bench {

/// A threshold and the interval it was narrowed down to: the lower current does not fire, the upper one does.
struct Bracket {
    double below_pa, above_pa;
    double middle_pa() const { return 0.5 * (below_pa + above_pa); }
};

/// A search for the smallest current that makes the neuron fire from rest.
struct ThresholdSearch {
    double duration_ms;       ///< how long the current lasts
    double after_ms = 0.0;    ///< spikes this long after its end count too
    double resolution = 1e-6; ///< width of the bracket as a share of the threshold
    double limit_pa = 1e6;    ///< no search beyond
};

/// By doubling, then bisection. Throws ProtocolError when the model has no spikes, when the neuron fires without
/// current, and when it does not fire up to the limit.
Bracket threshold_current(const Subject&, const ThresholdSearch&, const ExperimentProgress& = unwatched);

/// As long as the neuron's slowest response takes to be over, in ms.
double lasting_ms(const Subject&);

/// Throws ProtocolError for a model without spikes.
void check_fires(const Subject&);

} // namespace soma::bench
