#pragma once

#include "Core/Random.h"
#include "Engine/Models.h"

#include <cstdint>

namespace soma::test {

/// A neuron of a model with parameters as cortical cells have them, and the current that just makes it fire.
struct RandomCell {
    Snapshot values;
    double threshold_pa;

    RandomCell(ModelId model, std::uint64_t seed) {
        SplitMix64 random(seed);
        const auto between = [&](double low, double high) { return low + (high - low) * random.unit(); };
        const auto set = [&](Id id, double value) { values.set(id, value); };
        const double resistance_mohm = between(80.0, 300.0), tau_ms = between(8.0, 25.0),
                     rest_mv = between(-78.0, -64.0);
        const double height_mv = between(15.0, 25.0);
        threshold_pa = height_mv / resistance_mohm * 1000.0;
        set(Id::model, static_cast<double>(model));
        set(Id::membrane_resistance_mohm, resistance_mohm);
        set(Id::membrane_capacitance_nf, tau_ms / resistance_mohm);
        set(Id::rest_mv, rest_mv);
        set(Id::threshold_mv, rest_mv + height_mv);
        set(Id::reset_mv, rest_mv + between(-3.0, 0.6 * height_mv));
        set(Id::refractory_ms, between(1.5, 4.0));
        set(Id::glif_reset_slope, between(0.1, 0.6));
        set(Id::glif_reset_offset_mv, between(-5.0, 2.0));
        set(Id::threshold_spike_step_mv, between(1.0, 5.0));
        set(Id::threshold_spike_decay_per_s, between(30.0, 150.0));
        set(Id::asc1_amplitude_pa, -between(0.03, 0.12) * threshold_pa);
        set(Id::asc1_decay_per_s, between(2.0, 8.0));
        set(Id::asc2_amplitude_pa, -between(0.3, 1.5) * threshold_pa);
        set(Id::asc2_decay_per_s, between(50.0, 200.0));
        set(Id::asc1_retention, 1.0);
        set(Id::asc2_retention, 1.0);
        set(Id::threshold_voltage_gain_per_s, between(10.0, 60.0));
        set(Id::threshold_voltage_decay_per_s, between(100.0, 250.0));
        if (model != ModelId::adex) return;
        set(Id::refractory_ms, between(1.5, 3.0));
        set(Id::reset_mv, rest_mv + height_mv - between(3.0, 10.0));
        set(Id::adex_slope_mv, between(1.0, 3.0));
        set(Id::adex_adaptation_ns, between(0.1, 0.4) * 1000.0 / resistance_mohm);
        set(Id::adex_tau_w_ms, between(80.0, 300.0));
        set(Id::adex_spike_step_pa, between(0.1, 0.4) * threshold_pa);
        set(Id::adex_peak_mv, 25.0);
    }
};

} // namespace soma::test
