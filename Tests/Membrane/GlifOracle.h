#pragma once

#include "Membrane/Glif.h"

#include <cmath>
#include <functional>
#include <vector>

namespace soma::test {

/// The same neuron solved another way: Runge-Kutta of 4th order in long double on a grid of `substeps` a sample,
/// crossings by bisection of the last substep. It knows the differential equations and the reset, no closed form.
class GlifOracle {
  public:
    GlifOracle(const membrane::Glif::Params& params, int substeps)
        : params_(params)
        , substeps_(substeps) {}

    std::vector<double> spikes_s(double rate_hz, int samples, const std::function<membrane::Drive(int)>& drive) {
        std::vector<double> spikes;
        Vector x{};
        long double refractory_ms = 0.0L;
        for (int k = 0; k < samples; ++k) {
            const auto input = drive(k);
            const long double grid_ms = 1000.0L / rate_hz / substeps_;
            for (int i = 0; i < substeps_; ++i) {
                long double left_ms = grid_ms;
                while (left_ms > 0.0L) {
                    const long double held_ms = std::min(left_ms, refractory_ms);
                    refractory_ms -= held_ms, left_ms -= held_ms;
                    const auto next = step(x, input, left_ms);
                    if (!above(next)) {
                        x = next;
                        break;
                    }
                    long double low_ms = 0.0L, high_ms = left_ms;
                    while (high_ms - low_ms > 1e-18L * grid_ms + 1e-19L) {
                        const long double middle_ms = 0.5L * (low_ms + high_ms);
                        if (middle_ms == low_ms || middle_ms == high_ms) break;
                        (above(step(x, input, middle_ms)) ? high_ms : low_ms) = middle_ms;
                    }
                    left_ms -= high_ms;
                    spikes.push_back(static_cast<double>((k + (i + 1 - left_ms / grid_ms) / substeps_) / rate_hz));
                    x = after_spike(step(x, input, high_ms));
                    refractory_ms = params_.refractory_ms;
                }
            }
        }
        return spikes;
    }

  private:
    /// V and θ_∞ above the resting potential, I_1, I_2, θ_s, θ_v.
    using Vector = std::array<long double, 5>;

    bool reset_rule() const { return params_.level == 2 || params_.level >= 4; }

    Vector slope(const Vector& x, const membrane::Drive& input) const {
        const long double leak_ns = 1000.0L / params_.leak.resistance_mohm;
        const long double rest_mv = params_.leak.reversal_mv;
        return {(input.current_pa + x[1] + x[2] - leak_ns * x[0] +
                 input.conductance_ns * (input.reversal_mv - rest_mv - x[0])) /
                    (1000.0L * params_.capacitance_nf),
                -1e-3L * params_.after_spike[0].decay_per_s * x[1], -1e-3L * params_.after_spike[1].decay_per_s * x[2],
                -1e-3L * params_.threshold_spike_decay_per_s * x[3],
                params_.level < 5 ? 0.0L
                                  : 1e-3L * (params_.threshold_voltage_gain_per_s * x[0] -
                                             params_.threshold_voltage_decay_per_s * x[4])};
    }
    Vector step(const Vector& x, const membrane::Drive& input, long double ms) const {
        const auto along = [&](const Vector& k, long double h) {
            Vector y = x;
            for (std::size_t i = 0; i < y.size(); ++i) y[i] += h * k[i];
            return y;
        };
        const auto k1 = slope(x, input), k2 = slope(along(k1, ms / 2), input), k3 = slope(along(k2, ms / 2), input);
        const auto k4 = slope(along(k3, ms), input);
        Vector y = x;
        for (std::size_t i = 0; i < y.size(); ++i) y[i] += ms / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        return y;
    }
    bool above(const Vector& x) const {
        return x[0] > static_cast<long double>(params_.threshold_mv) - params_.leak.reversal_mv + x[3] + x[4];
    }
    Vector after_spike(const Vector& x) const {
        const auto faded = [&](double per_s) { return std::exp(-1e-3L * per_s * params_.refractory_ms); };
        Vector y = x;
        y[0] = reset_rule() ? params_.reset_slope * x[0] + params_.reset_offset_mv
                            : static_cast<long double>(params_.reset_mv) - params_.leak.reversal_mv;
        for (std::size_t j = 0; j < 2 && params_.level >= 3; ++j) {
            const auto& current = params_.after_spike[j];
            y[1 + j] = current.amplitude_pa + current.retention * x[1 + j] * faded(current.decay_per_s);
        }
        if (reset_rule()) y[3] = x[3] * faded(params_.threshold_spike_decay_per_s) + params_.threshold_spike_step_mv;
        return y;
    }

    membrane::Glif::Params params_;
    int substeps_;
};

} // namespace soma::test
