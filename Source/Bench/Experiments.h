#pragma once

#include "Bench/Outcome.h"
#include "Bench/Trial.h"

#include <vector>

namespace soma::bench {

// Protocols with the course's defaults. Times in ms of model time, currents in pA. An empty or impossible one throws
// ProtocolError.

struct StepFamily {
    std::vector<double> currents_pa{-50, -25, 0, 15, 30, 45, 60};
    double delay_ms = 100, duration_ms = 1000, tail_ms = 200;
    double sample_every_ms = 0.5;
};

struct FiCurve {
    std::vector<double> currents_pa; ///< empty: 0 … 4 times rheobase in 25 steps
    double duration_ms = 1000;
};

struct Rheobase {
    double duration_ms = 0;   ///< 0: as long as it likes
    double resolution = 1e-6; ///< relative width of the bracket
    double limit_pa = 1e6;    ///< no search beyond
};

struct StrengthDuration {
    std::vector<double> durations_ms{10, 8, 6, 5, 4, 3, 2, 1, 0.8, 0.6, 0.4, 0.2, 0.1, 0.08, 0.06, 0.04, 0.02};
    double resolution = 1e-6;
    double limit_pa = 1e8;
};

struct IvCurve {
    std::vector<double> currents_pa; ///< empty: nine from −½ to ½ of rheobase (of 100 pA without one)
    double duration_ms = 0;          ///< 0: until it stands still
};

struct Impedance {
    double amplitude_pa = 5, from_hz = 0.5, to_hz = 200, duration_ms = 20000;
    int points = 40; ///< frequencies, evenly on a logarithmic axis
};

struct RestingPotentialSweep {
    Id resistance = Id::sodium_resistance_mohm;
    std::vector<double> resistances_mohm; ///< empty: 1 … 100 MΩ as in the course
};

Outcome step_family(const Subject&, const StepFamily&, const Progress& = {});
Outcome fi_curve(const Subject&, const FiCurve&, const Progress& = {});
Outcome rheobase(const Subject&, const Rheobase&, const Progress& = {});
Outcome strength_duration(const Subject&, const StrengthDuration&, const Progress& = {});
Outcome iv_curve(const Subject&, const IvCurve&, const Progress& = {});
Outcome impedance(const Subject&, const Impedance&, const Progress& = {});
Outcome resting_potential(const Subject&, const RestingPotentialSweep&, const Progress& = {});

/// A threshold and the interval it was narrowed down to: the lower current does not fire, the upper one does.
struct Bracket {
    double below_pa, above_pa;
    double middle_pa() const { return 0.5 * (below_pa + above_pa); }
};

/// The smallest current that makes the neuron fire when it lasts duration_ms from rest; `after_ms` later spikes count
/// too. Throws ProtocolError when the neuron fires without current, or not up to the limit.
Bracket threshold_current(const Subject&, double duration_ms, double after_ms, double resolution, double limit_pa,
                          const Steps* = nullptr);

/// As long as the neuron's slowest response takes to be over, in ms.
double lasting_ms(const Subject&);

/// Closed forms of leaky integrate-and-fire (also GLIF 1); nothing for other models.
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
std::optional<LifTheory> lif_theory(const Subject&);

} // namespace soma::bench
