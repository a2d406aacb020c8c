#include "Engine/PitchReference.h"

#include <cmath>
#include <vector>

namespace soma {
namespace {

constexpr double step_ms = 0.02; ///< one integration step of every model
constexpr double settle_ms = 1000.0, run_ms = 4000.0;
constexpr std::size_t intervals_checked = 8;
constexpr double largest_cv = 0.01;
constexpr double fastest_hz = 1e5; ///< far beyond hearing; without a limit there could be billions of spikes to follow
constexpr auto most_spikes = static_cast<std::size_t>(fastest_hz * run_ms / 1000.0);

double steady_rate_hz(const std::vector<double>& spikes_ms) {
    if (spikes_ms.size() <= intervals_checked) return 0.0;
    double sum = 0.0, sum2 = 0.0;
    for (std::size_t i = spikes_ms.size() - intervals_checked; i < spikes_ms.size(); ++i) {
        const double interval = spikes_ms[i] - spikes_ms[i - 1];
        sum += interval;
        sum2 += interval * interval;
    }
    const double n = static_cast<double>(intervals_checked), mean = sum / n;
    const double cv = std::sqrt(std::max(0.0, sum2 / n - mean * mean)) / mean;
    if (cv >= largest_cv) return 0.0;
    const auto first = spikes_ms.size() / 2;
    return 1000.0 * static_cast<double>(spikes_ms.size() - 1 - first) / (spikes_ms.back() - spikes_ms[first]);
}

/// The settled neuron over one period: how loud its V is, and the neuron at each phase.
template <class M>
void follow_one_period(Neuron<M> neuron, double current_pa, PitchReference& reference) {
    constexpr std::size_t instants = 4096, instants_per_phase = instants / PitchReference::phases;
    const double period_ms = 1000.0 / reference.rate_hz;
    const membrane::Drive drive{current_pa, 0.0, 0.0};
    std::vector<double> voltage_mv(instants);
    for (std::size_t i = 0; i < instants; ++i) {
        if (i % instants_per_phase == 0) reference.settled_at[i / instants_per_phase] = neuron;
        voltage_mv[i] = M::voltage_mv(neuron.coeffs, neuron.state);
        for (double left_ms = period_ms / instants; left_ms > 0.0;) {
            const auto segment = M::advance(neuron.coeffs, neuron.state, drive, left_ms);
            left_ms -= segment.elapsed_ms;
            if (segment.event == membrane::Event::none) break;
        }
    }
    reference.loudness = VoltageLoudness::of_period(voltage_mv);
}

template <class M>
PitchReference run(Neuron<M> neuron, double current_pa) {
    const membrane::Drive drive{current_pa, 0.0, 0.0};
    PitchReference reference;
    std::vector<double> spikes_ms;
    bool settled = false;
    for (double now_ms = 0.0; now_ms < run_ms;) {
        const auto segment = M::advance(neuron.coeffs, neuron.state, drive, step_ms);
        now_ms += segment.elapsed_ms;
        if (segment.event != membrane::Event::spike) continue;
        if (spikes_ms.size() == most_spikes) return {0.0, neuron, {}, {}};
        spikes_ms.push_back(now_ms);
        if (now_ms < settle_ms) continue;
        if (!settled) reference.settled = neuron; // just after a spike: the note's first interval is a whole one
        settled = true;
    }
    if (!settled) reference.settled = neuron;
    reference.rate_hz = steady_rate_hz(spikes_ms);
    if (reference.rate_hz > 0.0) follow_one_period(*std::get_if<Neuron<M>>(&reference.settled), current_pa, reference);
    return reference;
}

} // namespace

PitchReference find_pitch_reference(const Snapshot& values, const membrane::Initial& initial) {
    const auto neuron = make_neuron(values, {}, step_ms, initial);
    const double current_pa = values[Id::midi_current_pa] + values[Id::holding_current_pa];
    return std::visit([&](const auto& typed) { return run(typed, current_pa); }, neuron);
}

} // namespace soma
