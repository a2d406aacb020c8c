#include "Bench/Trial.h"

#include <cmath>

namespace soma::bench {
namespace {

/// The longest single advance: models cut it into their own steps, and the coefficients for it are prepared.
constexpr double step_ms = 0.5;

/// A neuron may fire this often in one trial; a trial that would never end is cut there.
constexpr std::size_t most_spikes = 1'000'000;

/// Runs through the pieces; `at_spike` (ms) and `at_stop` (V at the end of each advance) say whether to go on.
template <class M, class AtSpike>
void run(Neuron<M> neuron, std::span<const Piece> pieces, double sample_every_ms, Sampled& trace, AtSpike at_spike) {
    const auto voltage = [&] { return M::voltage_mv(neuron.coeffs, neuron.state); };
    if (sample_every_ms > 0.0) trace = {sample_every_ms, {voltage()}};
    double now_ms = 0.0, piece_start_ms = 0.0;
    for (const auto& piece : pieces) {
        const membrane::Drive drive{piece.current_pa, 0.0, 0.0};
        const double end_ms = piece_start_ms + piece.duration_ms;
        while (now_ms < end_ms) {
            const double next_sample_ms =
                sample_every_ms > 0.0 ? static_cast<double>(trace.voltage_mv.size()) * sample_every_ms : end_ms;
            const double stop_ms = std::fmin(end_ms, next_sample_ms);
            while (now_ms < stop_ms) {
                const double left_ms = stop_ms - now_ms;
                const auto arc = M::advance(neuron.coeffs, neuron.state, drive, std::fmin(left_ms, step_ms));
                // The end of a stretch is its exact instant, not a sum of steps.
                now_ms = arc.event == membrane::Event::none && left_ms <= step_ms ? stop_ms : now_ms + arc.elapsed_ms;
                if (arc.event == membrane::Event::spike && !at_spike(now_ms)) return;
            }
            if (sample_every_ms > 0.0 && stop_ms == next_sample_ms) trace.voltage_mv.push_back(voltage());
        }
        piece_start_ms = end_ms;
    }
}

template <class AtSpike>
void run_any(const Subject& subject, std::span<const Piece> pieces, double sample_every_ms, Sampled& trace,
             AtSpike at_spike) {
    const auto neuron = make_neuron(subject.values, {}, step_ms, subject.initial);
    std::visit([&](const auto& typed) { run(typed, pieces, sample_every_ms, trace, at_spike); }, neuron);
}

} // namespace

TrialResult run_trial(const Subject& subject, std::span<const Piece> pieces, double sample_every_ms) {
    TrialResult result;
    run_any(subject, pieces, sample_every_ms, result.trace, [&](double ms) {
        result.spikes_ms.push_back(ms);
        return result.spikes_ms.size() < most_spikes;
    });
    return result;
}

std::optional<double> first_spike_ms(const Subject& subject, std::span<const Piece> pieces) {
    std::optional<double> first;
    Sampled none;
    run_any(subject, pieces, 0.0, none, [&](double ms) {
        first = ms;
        return false;
    });
    return first;
}

} // namespace soma::bench
