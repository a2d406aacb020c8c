#include "Bench/Experiments.h"
#include "Bench/Fits.h"
#include "Bench/LifTheory.h"
#include "Bench/Threshold.h"
#include "Core/Units.h"
#include "Engine/Models.h"
#include "Lesson/Answers/QuantityContext.h"
#include "Lesson/Format/Problem.h"

#include <array>
#include <cmath>
#include <numbers>

namespace soma::lesson {
namespace {

using Context = const QuantityContext&;

/// Distance from rest to threshold of the models whose threshold is a line.
double theta_mv(Context c) {
    if (!c.model_is({"lif", "glif1", "glif2", "glif3", "glif4", "glif5"})) c.not_for_this_model();
    return c.setup.values[Id::threshold_mv] - linear_membrane(c).rest_mv;
}

/// The closed forms of the bench (Lapicque 1907), which models with a moving threshold do not have.
bench::LifTheory theory(Context c) {
    const auto found = bench::lif_theory(c.subject());
    if (!found) c.not_for_this_model();
    return *found;
}

constexpr double long_enough_ms = 400.0;
constexpr double after_pulse_ms = 60.0;

void must_fire(Context c) {
    if (!model_fires(c.setup.values.choice<ModelId>(Id::model))) c.not_for_this_model();
}

/// Firing that lasts, and is not the few spikes that a membrane below its repetitive range gives at the onset of a
/// step.
bool fires_repetitively(Context c, double amplitude_pa) {
    Setup setup = c.setup;
    setup.values.set(Id::stim_shape, 1.0); // step
    setup.values.set(Id::stim_delay_ms, 0.0);
    setup.values.set(Id::stim_duration_ms, long_enough_ms);
    setup.values.set(Id::stim_amplitude_pa, amplitude_pa);
    setup.values.set(Id::neurons, 1.0);
    setup.values.set(Id::noise_pa, 0.0);
    setup.stimulus = "step";
    const auto& spikes = c.quantities.run(setup, long_enough_ms).spikes_ms[0];
    return spikes.size() > 8 && spikes.back() > 0.8 * long_enough_ms;
}

/// Smallest current above `low_pa` at which lasting firing begins, or ends, to a part in 10⁴.
double edge_pa(Context c, double low_pa, bool firing) {
    must_fire(c);
    double low = low_pa, high = low_pa;
    do {
        low = high;
        high *= 2.0;
        if (high > parameter(Id::stim_amplitude_pa).max) throw LessonError("finds no current that does it");
    } while (fires_repetitively(c, high) != firing);
    while (high - low > 1e-4 * high) {
        const double middle = 0.5 * (low + high);
        (fires_repetitively(c, middle) == firing ? high : low) = middle;
    }
    return 0.5 * (low + high);
}

/// A current that no membrane of this size answers with a spike: 0.01 mV/ms.
double tiny_pa(Context c) { return 0.01 * units::pf_per_nf * c.setup.values[Id::membrane_capacitance_nf]; }

/// By the closed form, else by the bench's bisection.
double pulse_threshold_pa(Context c, double duration_ms, double after_ms) {
    if (!(duration_ms > 0.0)) throw LessonError("needs a duration above 0");
    if (const auto found = bench::lif_theory(c.subject())) return found->threshold_pa(duration_ms);
    must_fire(c);
    constexpr double runs_of_a_bisection = 60.0, resolution = 1e-4;
    c.quantities.spend(c.setup, runs_of_a_bisection * (duration_ms + after_ms));
    try {
        return bench::threshold_current(c.subject(),
                                        {duration_ms, after_ms, resolution, parameter(Id::stim_amplitude_pa).max})
            .middle_pa();
    } catch (const bench::ProtocolError& error) {
        throw LessonError(std::string{"cannot be found: "} + error.what());
    }
}

double rheobase(Context c) {
    if (const auto found = bench::lif_theory(c.subject())) return found->rheobase_pa();
    return pulse_threshold_pa(c, long_enough_ms, 0.0);
}

double step_threshold_pa(Context c) { return pulse_threshold_pa(c, c.number("duration_ms"), after_pulse_ms); }

double onset_current(Context c) { return edge_pa(c, tiny_pa(c), true); }
double block_current(Context c) { return edge_pa(c, 1.01 * onset_current(c), false); }

double rebound_spikes(Context c) {
    const double release_ms = c.onset_ms() + c.duration_ms();
    const auto& spikes = c.quantities.run(c.setup, std::max(c.setup.total_ms, release_ms + 50.0)).spikes_ms[0];
    double n = 0.0;
    for (const double t : spikes) n += t > release_ms;
    return n;
}

/// Fitted as the course's notebook fits its tables (Weiss 1901); of its 17 durations unless others are given.
struct StrengthDurationCurve {
    std::vector<double> durations_ms = bench::StrengthDuration{}.durations_ms, currents_pa;
    bench::WeissFit fit() const { return bench::fit_weiss(durations_ms, currents_pa); }
};

StrengthDurationCurve strength_duration(Context c) {
    StrengthDurationCurve out;
    if (const auto given = c.given.lists.find("durations_ms"); given != c.given.lists.end())
        out.durations_ms = given->second;
    for (const double d : out.durations_ms) out.currents_pa.push_back(pulse_threshold_pa(c, d, after_pulse_ms));
    return out;
}

bench::WeissFit weiss_fit(Context c) { return strength_duration(c).fit(); }

double weiss_misfit(Context c) {
    const auto curve = strength_duration(c);
    const auto fit = curve.fit();
    double worst = 0.0;
    for (std::size_t i = 0; i < curve.durations_ms.size(); ++i)
        worst = std::max(worst, std::abs(fit.at(curve.durations_ms[i]) / curve.currents_pa[i] - 1.0));
    return 100.0 * worst;
}

double theta_estimate(Context c) {
    const LinearMembrane m = linear_membrane(c);
    return m.rise_mv(c.amplitude_pa()) * -std::expm1(-c.duration_ms() / m.tau_ms());
}

double sine_threshold(Context c) {
    const double x = 2.0 * std::numbers::pi * c.number("f_Hz") * linear_membrane(c).tau_ms() / units::ms_per_s;
    return theory(c).rheobase_pa() * std::hypot(1.0, x);
}

double rate_max(Context c) {
    const double hold_ms = c.setup.values[Id::refractory_ms];
    if (!(hold_ms > 0.0)) throw LessonError("has no limit without a refractory period");
    return units::ms_per_s / hold_ms;
}

double na(double pa) { return pa / units::pa_per_na; }

constexpr std::array threshold_rows{
    QuantityRow{{"theta", "mV", "distance from rest to threshold"}, theta_mv},
    QuantityRow{{"v_threshold", "mV", "absolute threshold"},
                [](Context c) { return linear_membrane(c).rest_mv + theta_mv(c); }},
    QuantityRow{{"theta_estimate", "mV", "how far the step lifts the membrane: I R (1 - exp(-T/tau))"}, theta_estimate},
    QuantityRow{{"rheobase", "pA", "smallest current that fires if it lasts"}, rheobase},
    QuantityRow{{"rheobase_step", "pA", "smallest current that fires within duration_ms"}, step_threshold_pa},
    QuantityRow{{"threshold_current", "nA", "the same in nA"}, [](Context c) { return na(step_threshold_pa(c)); }},
    QuantityRow{{"threshold_charge", "pC", "charge that a very short pulse must bring"},
                [](Context c) { return theta_mv(c) * c.setup.values[Id::membrane_capacitance_nf]; }},
    QuantityRow{{"chronaxie", "ms", "duration at which twice the rheobase is needed: tau ln 2"},
                [](Context c) { return theory(c).chronaxie_ms(); }},
    QuantityRow{{"weiss_r", "nA", "fitted rheobase of r + r c/t over durations_ms"},
                [](Context c) { return na(weiss_fit(c).rheobase_pa); }},
    QuantityRow{{"weiss_c", "ms", "fitted chronaxie of r + r c/t over durations_ms"},
                [](Context c) { return weiss_fit(c).chronaxie_ms; }},
    QuantityRow{{"weiss_misfit", "%", "largest relative distance of that fit from its own points"}, weiss_misfit},
    QuantityRow{{"sine_threshold", "pA", "amplitude of a sine of f_Hz that reaches threshold"}, sine_threshold},
    QuantityRow{{"rate_max", "spikes/s", "1/refractory period"}, rate_max},
    QuantityRow{{"onset_current", "pA", "smallest current with lasting firing"}, onset_current},
    QuantityRow{{"block_current", "pA", "current above which firing does not last"}, block_current},
    QuantityRow{{"rebound_spikes", "spikes", "spikes after the end of the stimulus"}, rebound_spikes},
};

} // namespace

std::span<const QuantityRow> threshold_quantities() { return threshold_rows; }

} // namespace soma::lesson
