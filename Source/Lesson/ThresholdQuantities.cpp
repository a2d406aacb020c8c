#include "Core/Units.h"
#include "Engine/Models.h"
#include "Lesson/Problem.h"
#include "Lesson/QuantityContext.h"

#include <array>
#include <cmath>
#include <numbers>

namespace soma::lesson {
namespace {

using Context = const QuantityContext&;

/// The course's pulse durations (strength-duration data, ms).
constexpr std::array course_durations_ms{10.0, 8.0, 6.0, 5.0, 4.0,  3.0,  2.0,  1.0, 0.8,
                                         0.6,  0.4, 0.2, 0.1, 0.08, 0.06, 0.04, 0.02};

/// Distance from rest to threshold of the models whose threshold is a line.
double theta_mv(Context c) {
    if (!c.model_is({"lif", "glif1", "glif2", "glif3", "glif4", "glif5"})) c.not_for_this_model();
    return c.setup.values[Id::threshold_mv] - linear_membrane(c).rest_mv;
}

/// Everything below is closed form for an integrate-and-fire membrane at rest (Lapicque 1907).
double steady_threshold_pa(Context c) { return theta_mv(c) / linear_membrane(c).resistance_mohm * units::pa_per_na; }

double lapicque_pa(Context c, double duration_ms) {
    if (!(duration_ms > 0.0)) throw LessonError("needs a duration above 0");
    return steady_threshold_pa(c) / -std::expm1(-duration_ms / linear_membrane(c).tau_ms());
}

/// Is the step of this current judged true? The stimulus begins at once and lasts for the whole run.
bool judged(Context c, double amplitude_pa, double stimulus_ms, double run_ms, bool (*judge)(const Response&, double)) {
    Setup setup = c.setup;
    setup.values.set(Id::stim_shape, 1.0); // step
    setup.values.set(Id::stim_delay_ms, 0.0);
    setup.values.set(Id::stim_duration_ms, stimulus_ms);
    setup.values.set(Id::stim_amplitude_pa, amplitude_pa);
    setup.values.set(Id::neurons, 1.0);
    setup.values.set(Id::noise_pa, 0.0);
    setup.stimulus = "step";
    return judge(c.quantities.run(setup, run_ms), run_ms);
}

bool any_spike(const Response& r, double) { return !r.spikes_ms[0].empty(); }
/// More than the few spikes that a membrane below its repetitive range gives at the onset.
bool repetitive(const Response& r, double run_ms) {
    const auto& s = r.spikes_ms[0];
    return s.size() > 8 && s.back() > 0.8 * run_ms;
}
bool silenced(const Response& r, double run_ms) { return !repetitive(r, run_ms); }

/// Smallest current from `from_pa` on that is judged true, to a part in 10⁴.
double smallest_pa(Context c, double from_pa, double stimulus_ms, double run_ms,
                   bool (*judge)(const Response&, double)) {
    if (!model_fires(c.setup.values.choice<ModelId>(Id::model))) c.not_for_this_model();
    double low = from_pa, high = from_pa;
    do {
        low = high;
        high *= 2.0;
        if (high > parameter(Id::stim_amplitude_pa).max) throw LessonError("finds no current that does it");
    } while (!judged(c, high, stimulus_ms, run_ms, judge));
    while (high - low > 1e-4 * high) {
        const double middle = 0.5 * (low + high);
        (judged(c, middle, stimulus_ms, run_ms, judge) ? high : low) = middle;
    }
    return 0.5 * (low + high);
}

/// A current that no membrane of this size answers with a spike: 0.01 mV/ms.
double tiny_pa(Context c) { return 0.01 * units::pf_per_nf * c.setup.values[Id::membrane_capacitance_nf]; }

constexpr double long_enough_ms = 400.0;
constexpr double after_pulse_ms = 60.0;

double rheobase(Context c) {
    if (c.model_is({"lif", "glif1"})) return steady_threshold_pa(c);
    return smallest_pa(c, tiny_pa(c), long_enough_ms, long_enough_ms, any_spike);
}

double pulse_threshold_pa(Context c, double duration_ms) {
    if (c.model_is({"lif", "glif1"})) return lapicque_pa(c, duration_ms);
    if (!(duration_ms > 0.0)) throw LessonError("needs a duration above 0");
    return smallest_pa(c, tiny_pa(c), duration_ms, duration_ms + after_pulse_ms, any_spike);
}

double onset_current(Context c) { return smallest_pa(c, tiny_pa(c), long_enough_ms, long_enough_ms, repetitive); }

double block_current(Context c) {
    return smallest_pa(c, 1.01 * onset_current(c), long_enough_ms, long_enough_ms, silenced);
}

double rebound_spikes(Context c) {
    const double release_ms = c.onset_ms() + c.duration_ms();
    const auto& spikes = c.quantities.run(c.setup, std::max(c.setup.total_ms, release_ms + 50.0)).spikes_ms[0];
    double n = 0.0;
    for (const double t : spikes) n += t > release_ms;
    return n;
}

struct WeissFit {
    double r_na, c_ms;
};

/// Least squares of I = r + r·c/t, unweighted, as the course's notebook fits its tables (Weiss 1901).
WeissFit weiss_fit(Context c) {
    std::vector<double> durations(course_durations_ms.begin(), course_durations_ms.end());
    if (const auto given = c.given.lists.find("durations_ms"); given != c.given.lists.end()) durations = given->second;
    double sx = 0.0, sy = 0.0, sxx = 0.0, sxy = 0.0;
    for (const double d : durations) {
        const double x = 1.0 / d, y = pulse_threshold_pa(c, d) / units::pa_per_na;
        sx += x, sy += y, sxx += x * x, sxy += x * y;
    }
    const double n = static_cast<double>(durations.size());
    const double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx), r = (sy - slope * sx) / n;
    return {r, slope / r};
}

double theta_estimate(Context c) {
    const LinearMembrane m = linear_membrane(c);
    return m.rise_mv(c.amplitude_pa()) * -std::expm1(-c.duration_ms() / m.tau_ms());
}

double sine_threshold(Context c) {
    const double x = 2.0 * std::numbers::pi * c.number("f_Hz") * linear_membrane(c).tau_ms() / units::ms_per_s;
    return steady_threshold_pa(c) * std::hypot(1.0, x);
}

double rate_max(Context c) {
    const double hold_ms = c.setup.values[Id::refractory_ms];
    if (!(hold_ms > 0.0)) throw LessonError("has no limit without a refractory period");
    return units::ms_per_s / hold_ms;
}

double na(double pa) { return pa / units::pa_per_na; }

constexpr std::array rows{
    QuantityRow{{"theta", "mV", "distance from rest to threshold"}, theta_mv},
    QuantityRow{{"v_threshold", "mV", "absolute threshold"},
                [](Context c) { return linear_membrane(c).rest_mv + theta_mv(c); }},
    QuantityRow{{"theta_estimate", "mV", "how far the step lifts the membrane: I R (1 - exp(-T/tau))"}, theta_estimate},
    QuantityRow{{"rheobase", "pA", "smallest current that fires if it lasts"}, rheobase},
    QuantityRow{{"rheobase_step", "pA", "smallest current that fires within duration_ms"},
                [](Context c) { return pulse_threshold_pa(c, c.number("duration_ms")); }},
    QuantityRow{{"threshold_current", "nA", "the same in nA"},
                [](Context c) { return na(pulse_threshold_pa(c, c.number("duration_ms"))); }},
    QuantityRow{{"threshold_charge", "pC", "charge that a very short pulse must bring"},
                [](Context c) { return theta_mv(c) * c.setup.values[Id::membrane_capacitance_nf]; }},
    QuantityRow{{"chronaxie", "ms", "duration at which twice the rheobase is needed: tau ln 2"},
                [](Context c) {
                    theta_mv(c);
                    return linear_membrane(c).tau_ms() * std::numbers::ln2;
                }},
    QuantityRow{{"weiss_r", "nA", "fitted rheobase of r + r c/t over durations_ms"},
                [](Context c) { return weiss_fit(c).r_na; }},
    QuantityRow{{"weiss_c", "ms", "fitted chronaxie of r + r c/t over durations_ms"},
                [](Context c) { return weiss_fit(c).c_ms; }},
    QuantityRow{{"sine_threshold", "pA", "amplitude of a sine of f_Hz that reaches threshold"}, sine_threshold},
    QuantityRow{{"rate_max", "spikes/s", "1/refractory period"}, rate_max},
    QuantityRow{{"onset_current", "pA", "smallest current with lasting firing"}, onset_current},
    QuantityRow{{"block_current", "pA", "current above which firing does not last"}, block_current},
    QuantityRow{{"rebound_spikes", "spikes", "spikes after the end of the stimulus"}, rebound_spikes},
};

} // namespace

std::span<const QuantityRow> threshold_quantities() { return rows; }

} // namespace soma::lesson
