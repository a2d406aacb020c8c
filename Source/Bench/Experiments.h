#pragma once

#include "Bench/Trial.h"

#include <vector>

namespace soma::bench {

// Protocols with the course's defaults. Times in ms of model time, currents in pA. An empty or impossible one throws
// ProtocolError; a progress function that says so ends it by Cancelled.

struct StepFamily {
    std::vector<double> currents_pa = {}; ///< empty: seven from −1 to 2 times rheobase (−50 to 50 pA without one)
    double delay_ms = 100, duration_ms = 1000, tail_ms = 200;
    double sample_every_ms = 0.5;
};

struct FiCurve {
    std::vector<double> currents_pa = {}; ///< empty: 0 … 4 times rheobase in 25 steps
    double duration_ms = 0;               ///< 0: 1 s, or longer where the cell is slower
};

struct Rheobase {
    double duration_ms = 0;   ///< 0: as long as it likes
    double resolution = 1e-6; ///< width of the bracket as a share of the threshold
    double limit_pa = 1e6;    ///< no search beyond
};

struct StrengthDuration {
    std::vector<double> durations_ms{10, 8, 6, 5, 4, 3, 2, 1, 0.8, 0.6, 0.4, 0.2, 0.1, 0.08, 0.06, 0.04, 0.02};
    double resolution = 1e-6;
    double limit_pa = 1e8;
};

struct IvCurve {
    std::vector<double> currents_pa = {}; ///< empty: nine from −½ to ½ of rheobase (of 100 pA without one)
    double duration_ms = 0;               ///< 0: until it stands still
};

struct Impedance {
    double amplitude_pa = 5, from_hz = 0.5, to_hz = 200, duration_ms = 20000;
    double points = 41; ///< frequencies, evenly on a logarithmic axis
};

/// Which resistance is varied.
enum class Branch : unsigned char { sodium, potassium, chloride, extra };

struct RestingPotential {
    std::vector<double> resistances_mohm = {}; ///< empty: 1 … 100 MΩ as in the course
    Branch branch = Branch::sodium;
};

/// Held voltages at which the gates of a voltage-gated channel are looked at.
struct Gates {
    double from_mv = -100, to_mv = 50;
    double points = 151;
};

/// Held voltages, the current through the membrane at each: traces in time.
struct ClampCurrents {
    std::vector<double> voltages_mv = {};   ///< empty: −80 … 60 mV in 20 mV
    double hold_mv = -65, duration_ms = 15; ///< the voltage before the step; of the step
    double sample_every_ms = 0.02;
};

/// … and their early peak and late level against the voltage.
struct ClampIv {
    std::vector<double> voltages_mv = {}; ///< empty: −100 … 60 mV in 10 mV
    double hold_mv = -65, duration_ms = 15;
};

Outcome step_family(const Subject&, const StepFamily&, const Progress& = {});
Outcome fi_curve(const Subject&, const FiCurve&, const Progress& = {});
Outcome rheobase(const Subject&, const Rheobase&, const Progress& = {});
Outcome strength_duration(const Subject&, const StrengthDuration&, const Progress& = {});
Outcome iv_curve(const Subject&, const IvCurve&, const Progress& = {});
Outcome impedance(const Subject&, const Impedance&, const Progress& = {});
Outcome resting_potential(const Subject&, const RestingPotential&, const Progress& = {});
/// α, β, steady state and time constant of every gate, from the model's own equations.
Outcome gates(const Subject&, const Gates&, const Progress& = {});
/// Voltage clamp (Hodgkin, Huxley & Katz 1952): hold V, read I. Ideal: no series resistance, no delay.
Outcome clamp_currents(const Subject&, const ClampCurrents&, const Progress& = {});
Outcome clamp_iv(const Subject&, const ClampIv&, const Progress& = {});

} // namespace soma::bench
