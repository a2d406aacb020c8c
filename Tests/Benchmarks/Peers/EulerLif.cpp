#include "Peers.h"

#include <cmath>

namespace soma::benchmarks::peers {

void euler_lif(const LifCell& cell, double step_ms, int steps, EulerLif& state, const double* pa, double* mv,
               int samples) {
    const double share = step_ms / cell.tau_ms;
    const int hold = static_cast<int>(std::lround(cell.refractory_ms / step_ms));
    double v = state.voltage_mv;
    int held = state.held;
    for (int k = 0; k < samples; ++k) {
        mv[k] = v;
        const double target_mv = cell.rest_mv + cell.resistance_gohm * pa[k];
        for (int i = 0; i < steps; ++i) {
            if (held > 0) {
                v = cell.reset_mv;
                --held;
            } else if (v >= cell.threshold_mv) {
                v = cell.reset_mv;
                held = hold;
                ++state.spikes;
            }
            v += share * (target_mv - v);
        }
    }
    state.voltage_mv = v;
    state.held = held;
}

} // namespace soma::benchmarks::peers
