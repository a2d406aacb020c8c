#pragma once

#include "Bench/Trial.h"

#include <optional>

namespace soma::bench {

/// Closed forms of leaky integrate-and-fire (also GLIF 1).
struct LifTheory {
    double threshold_mv; ///< above rest
    double reset_mv;     ///< above rest
    double resistance_mohm, tau_ms, refractory_ms;

    double rheobase_pa() const;
    double chronaxie_ms() const;                   ///< τ ln 2
    double threshold_pa(double duration_ms) const; ///< Lapicque
    double rate_per_s(double current_pa) const;    ///< 0 up to rheobase
    double latency_ms(double current_pa) const;    ///< of the first spike; unknown up to rheobase
};

/// Nothing for other models, and for a neuron whose threshold is not above its rest.
std::optional<LifTheory> lif_theory(const Subject&);

} // namespace soma::bench
