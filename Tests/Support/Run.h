#pragma once

#include "Membrane/Model.h"

#include <cmath>
#include <functional>
#include <vector>

namespace soma::test {

/// Results of one model's run: spike times in s, and the state's voltage at the start of every sample and at the
/// end.
struct Run {
    std::vector<double> spikes_s;
    std::vector<double> voltage_mv;
};

/// Runs a model with a drive held over each sample, sample by sample, event by event: the reference way to use the
/// contract.
template <membrane::NeuronModel M>
Run run(const typename M::Params& params, double rate_hz, int samples, const std::function<membrane::Drive(int)>& drive,
        const membrane::Initial& initial = {}) {
    const double step_ms = 1000.0 / rate_hz;
    const auto coeffs = M::prepare(params, step_ms);
    auto state = M::reset(coeffs, initial);
    Run result;
    result.voltage_mv.push_back(M::voltage_mv(coeffs, state));
    for (int k = 0; k < samples; ++k) {
        double left_ms = step_ms;
        while (left_ms > 0.0) {
            const auto segment = M::advance(coeffs, state, drive(k), left_ms);
            left_ms -= segment.elapsed_ms;
            if (segment.event == membrane::Event::spike)
                result.spikes_s.push_back((k + 1 - left_ms / step_ms) / rate_hz);
            if (segment.event == membrane::Event::none) break;
        }
        result.voltage_mv.push_back(M::voltage_mv(coeffs, state));
    }
    return result;
}

} // namespace soma::test
