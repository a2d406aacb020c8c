#pragma once

#include "Bench/Trial.h"

#include <functional>

/// A membrane under voltage clamp: V is held, and the current that flows through the membrane is read.
namespace soma::bench {

/// Through the membrane, positive outwards, in pA. The current that charges the capacitance is not in it: an ideal
/// clamp delivers it at the instant of the step.
struct HeldCurrents {
    double sodium_pa = 0.0;
    double gated_pa = 0.0; ///< of potassium in the model of Hodgkin and Huxley, of the channel in the model with one
    double leak_pa = 0.0;
    double total_pa() const { return sodium_pa + gated_pa + leak_pa; }
};

/// V stands at `hold_mv` until all gates are steady, and is stepped to `test_mv` at 0 ms. At a constant V the equation
/// of a gate is linear, dx/dt = (x∞ − x)/τ, so its exact solution is used and nothing is integrated.
class HeldMembrane {
  public:
    /// Which currents the model has besides the leak.
    struct Has {
        bool sodium, gated;
    };

    /// Throws ProtocolError for a model whose spike is no current through channels.
    HeldMembrane(const Subject&, double hold_mv, double test_mv);

    const Has& has() const { return has_; }
    HeldCurrents at(double time_ms) const { return at_(time_ms); }

    /// The largest sodium current of the step, as an amount, and its instant. Zero without sodium channels.
    struct Peak {
        double time_ms, sodium_pa;
    };
    Peak sodium_peak(double duration_ms) const;

  private:
    Has has_;
    std::function<HeldCurrents(double time_ms)> at_;
};

} // namespace soma::bench
