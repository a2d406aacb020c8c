#pragma once

#include "Membrane/Hermite.h"

namespace soma::membrane {

/// The detector of models that draw their own action potential: a spike is an upward crossing of a level. It looks at
/// the whole curve, not at the samples, so that an excursion inside a step is found from either side. After a spike it
/// is armed again once V has fallen this far below the level: rounding at the located instant cannot count one crossing
/// twice, and nothing larger than rounding can hide one.
struct SpikeLevel {
    static constexpr double rearm_gap_mv = 1e-6;

    double level_mv;
    bool above; ///< V was at or above the level and has not fallen since

    static SpikeLevel at(double level_mv, double voltage_mv) noexcept { return {level_mv, voltage_mv >= level_mv}; }

    struct Crossing {
        double spike_ms; ///< Hermite::never: none
        double armed_ms; ///< the detector is armed from here on

        bool found() const noexcept { return spike_ms != Hermite::never; }
    };

    /// The next spike within the piece. Moves the detector to that instant or to the end of the piece.
    Crossing find(const Hermite& piece) noexcept {
        double armed_ms = 0.0;
        if (above) {
            if (piece.lowest_mv() >= level_mv - rearm_gap_mv) return {Hermite::never, 0.0};
            armed_ms = piece.first_below(level_mv - rearm_gap_mv, 0.0);
            if (armed_ms == Hermite::never) return {Hermite::never, 0.0};
            above = false;
        } else if (piece.highest_mv() < level_mv) {
            return {Hermite::never, 0.0};
        }
        const double spike_ms = piece.first_above(level_mv, armed_ms);
        above = spike_ms != Hermite::never;
        return {spike_ms, armed_ms};
    }
};

} // namespace soma::membrane
