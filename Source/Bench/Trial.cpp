#include "Bench/Trial.h"

#include "Parameters/ParameterText.h"

#include <cmath>
#include <optional>
#include <utility>

namespace soma::bench {
namespace {

/// The longest single advance: models cut it into their own steps, and the coefficients for it are prepared.
constexpr double step_ms = 0.5;

/// Advances between two looks at the watch: well under a millisecond of work in any model.
constexpr int look_every = 64;

/// Models that draw their own action potential count a spike where V rises through a level. Injected current alone may
/// lift it there. An action potential is what the membrane does of itself: above rest, while V rises to the level or is
/// above it, the membrane's own current is inward for a time: V rises faster than by the injected current, C·dV/dt > I.
template <class M>
class ActionPotential {
  public:
    static constexpr bool in_doubt = requires(const typename M::Coeffs& coeffs) { coeffs.spike_level_mv; };
    /// The longest advance: a part of the rise of the shortest action potential, and a step of the models that draw
    /// one.
    static constexpr double longest_advance_ms = in_doubt ? 0.042 : step_ms;

    explicit ActionPotential(const Neuron<M>& neuron)
        : neuron_(neuron)
        , rest_mv_(M::voltage_mv(neuron.coeffs, neuron.state)) {}

    /// After each advance: the instant of the crossing that is an action potential, as soon as it is known.
    std::optional<double> seen(const membrane::Segment& segment, double now_ms, double current_pa) {
        const bool spike = segment.event == membrane::Event::spike;
        if constexpr (in_doubt) {
            const double own_pa = segment.end_slope * neuron_.coeffs.capacitance_pf - current_pa;
            const bool inward = segment.end_mv > rest_mv_ && own_pa > rounding * (1.0 + std::abs(current_pa));
            if (spike)
                crossed_ms_ = now_ms;
            else if (segment.end_mv < neuron_.coeffs.spike_level_mv)
                crossed_ms_.reset();
            rose_itself_ = inward || (rose_itself_ && segment.end_slope > 0.0);
            if (crossed_ms_ && rose_itself_) return std::exchange(crossed_ms_, std::nullopt);
            return std::nullopt;
        } else {
            return spike ? std::optional(now_ms) : std::nullopt;
        }
    }

  private:
    static constexpr double rounding = 1e-9; ///< of currents that cancel
    const Neuron<M>& neuron_;
    double rest_mv_;
    bool rose_itself_ = false;
    std::optional<double> crossed_ms_; ///< of what may become an action potential
};

/// A neuron may fire this often in one trial.
constexpr std::size_t most_spikes = 1'000'000;

/// Model time of one trial; far more than any protocol asks for, and minutes of work for the most expensive neuron.
constexpr double longest_ms = 1e7;

void check_length(std::span<const CurrentStep> steps) {
    double total_ms = 0.0;
    for (const auto& step : steps) total_ms += step.duration_ms;
    if (!(total_ms <= longest_ms))
        throw ProtocolError("a trial of this cell lasts " + shortest(std::round(total_ms)) + " ms, and at most " +
                            shortest(longest_ms) + " ms are computed; give a shorter duration, or lower " +
                            "membrane_resistance_mohm or membrane_capacitance_nf");
}

[[noreturn]] void out_of_range(double current_pa) {
    throw ProtocolError(shortest(current_pa) + " pA drives the cell out of the range of numbers; give less current");
}

/// Runs through the steps; `at_spike` (ms) says whether to go on.
template <class M, class AtSpike>
void run(Neuron<M> neuron, std::span<const CurrentStep> steps, double sample_every_ms, Sampled& trace,
         const ExperimentProgress* watch, AtSpike at_spike) {
    const auto voltage = [&] { return M::voltage_mv(neuron.coeffs, neuron.state); };
    if (sample_every_ms > 0.0) trace = {sample_every_ms, {voltage()}};
    ActionPotential<M> action_potential(neuron);
    double now_ms = 0.0, step_start_ms = 0.0;
    int until_look = 0;
    for (const auto& step : steps) {
        const membrane::Drive drive{step.current_pa, 0.0, 0.0};
        const double end_ms = step_start_ms + step.duration_ms;
        while (now_ms < end_ms) {
            const double next_sample_ms =
                sample_every_ms > 0.0 ? static_cast<double>(trace.voltage_mv.size()) * sample_every_ms : end_ms;
            const double stop_ms = std::fmin(end_ms, next_sample_ms);
            while (now_ms < stop_ms) {
                if (watch != nullptr && --until_look < 0) {
                    watch->look();
                    until_look = look_every;
                }
                const double left_ms = stop_ms - now_ms;
                constexpr double longest_advance_ms = ActionPotential<M>::longest_advance_ms;
                const auto segment =
                    M::advance(neuron.coeffs, neuron.state, drive, std::fmin(left_ms, longest_advance_ms));
                // The end of an interval is its exact instant, not a sum of steps.
                now_ms = segment.event == membrane::Event::none && left_ms <= longest_advance_ms
                             ? stop_ms
                             : now_ms + segment.elapsed_ms;
                const auto spike_ms = action_potential.seen(segment, now_ms, step.current_pa);
                if (spike_ms && !at_spike(*spike_ms)) return;
                if (!(std::abs(voltage()) < membrane::voltage_limit_mv)) out_of_range(step.current_pa);
            }
            if (sample_every_ms > 0.0 && stop_ms == next_sample_ms) trace.voltage_mv.push_back(voltage());
        }
        step_start_ms = end_ms;
    }
}

template <class AtSpike>
void run_any(const Subject& subject, std::span<const CurrentStep> steps, double sample_every_ms, Sampled& trace,
             const ExperimentProgress* watch, AtSpike at_spike) {
    check_length(steps);
    const auto neuron = make_neuron(subject.values, {}, step_ms, subject.initial);
    std::visit([&](const auto& typed) { run(typed, steps, sample_every_ms, trace, watch, at_spike); }, neuron);
}

} // namespace

TrialResult run_trial(const Subject& subject, std::span<const CurrentStep> steps, double sample_every_ms,
                      const ExperimentProgress* watch) {
    TrialResult result;
    run_any(subject, steps, sample_every_ms, result.trace, watch, [&](double ms) {
        if (result.spikes_ms.size() == most_spikes)
            throw ProtocolError("the cell fires more than " + std::to_string(most_spikes) +
                                " spikes in one trial; give less current, less time or a refractory period");
        result.spikes_ms.push_back(ms);
        return true;
    });
    return result;
}

std::optional<double> first_spike_ms(const Subject& subject, std::span<const CurrentStep> steps,
                                     const ExperimentProgress* watch) {
    std::optional<double> first;
    Sampled none;
    run_any(subject, steps, 0.0, none, watch, [&](double ms) {
        first = ms;
        return false;
    });
    return first;
}

} // namespace soma::bench
