#include "Core/Units.h"
#include "Engine/Models.h"
#include "Lesson/Answers/QuantityContext.h"
#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Problem.h"
#include "Membrane/RestingPotential.h"

#include <array>
#include <cmath>
#include <numbers>

namespace soma::lesson {
namespace {

using Context = const QuantityContext&;

int valence_of(const Snapshot& values, Ion ion) {
    constexpr std::array extra{-2, -1, 1, 2}; // the order of the parameter's choices
    if (ion == Ion::extra) return extra[static_cast<std::size_t>(values.integer(Id::extra_valence))];
    return ion == Ion::chloride ? -1 : 1;
}

Ion ion_argument(Context c) {
    const auto ion = ion_named(c.word("ion"));
    if (!ion) throw LessonError("knows no ion '" + shortened(c.word("ion")) + "'");
    return *ion;
}

double nernst_of(const Snapshot& values, Ion ion) {
    const IonIds& ids = ids_of(ion);
    return membrane::nernst_mv(values[ids.inside], values[ids.outside], valence_of(values, ion),
                               values[Id::temperature_c]);
}

/// Of an ion of the cell ("ion"), or of concentrations given as arguments.
double nernst(Context c) {
    if (c.given.words.contains("ion")) return nernst_of(c.setup.values, ion_argument(c));
    const double inside = c.number("inside_mm"), outside = c.number("outside_mm"), valence = c.number("valence");
    if (!(inside > 0.0 && outside > 0.0) || valence == 0.0 || valence != std::round(valence) || std::abs(valence) > 8.0)
        throw LessonError("needs concentrations above 0 and a whole valence");
    return membrane::nernst_mv(inside, outside, static_cast<int>(valence), c.number("temperature_c", 37.0));
}

double g_share(Context c) {
    const Snapshot& s = c.setup.values;
    const IonIds& ids = ids_of(ion_argument(c));
    return s.on(ids.leak) ? linear_membrane(c).resistance_mohm / s[ids.resistance] : 0.0;
}

double final_rise_mv(Context c) { return linear_membrane(c).rise_mv(c.amplitude_pa() + c.holding_pa()); }

double v_at(Context c) {
    const LinearMembrane m = linear_membrane(c);
    const double t = c.number("t_ms");
    const double covered = t <= 0.0 ? 0.0 : c.model_is({"r"}) ? 1.0 : -std::expm1(-t / m.tau_ms());
    return m.rest_mv + m.rise_mv(c.holding_pa()) + m.rise_mv(c.amplitude_pa()) * covered;
}

/// Of a step of current into resistor and capacitor in parallel, the part that the capacitor takes t_ms after onset.
double c_share(Context c) {
    const double t = c.number("t_ms");
    if (c.model_is({"r"})) return 0.0;
    if (!(t >= 0.0)) throw LessonError("needs a time from 0 on");
    return std::exp(-t / linear_membrane(c).tau_ms());
}

double time_to_fraction(Context c) {
    const double fraction = c.number("fraction");
    if (!(fraction >= 0.0 && fraction < 1.0)) throw LessonError("needs a fraction from 0 to below 1");
    return -linear_membrane(c).tau_ms() * std::log1p(-fraction);
}

double omega_tau(Context c) {
    return 2.0 * std::numbers::pi * c.number("f_Hz") * linear_membrane(c).tau_ms() / units::ms_per_s;
}

double pitch_hz(Context c) { return 220.0 * std::exp2((linear_membrane(c).rest_mv + final_rise_mv(c) + 65.0) / 40.0); }

double swing(Context c) {
    const Response& r = c.quantities.run(c.setup, c.onset_ms() + c.duration_ms());
    return r.late_high_mv - r.late_low_mv;
}

double parameter_named(Context c) { return parameter_value(c.setup, c.word("name")); }

constexpr std::array linear_rows{
    QuantityRow{{"nernst", "mV", "(RT/zF) ln(outside/inside) of an ion of the cell, or of given concentrations"},
                nernst},
    QuantityRow{{"v_rest", "mV", "resting potential"}, [](Context c) { return linear_membrane(c).rest_mv; }},
    QuantityRow{{"g_share", "1", "share of one ion in the total conductance"}, g_share},
    QuantityRow{{"r_in", "MOhm", "input resistance"}, [](Context c) { return linear_membrane(c).resistance_mohm; }},
    QuantityRow{{"tau", "ms", "time constant R C"}, [](Context c) { return linear_membrane(c).tau_ms(); }},
    QuantityRow{{"c_m", "nF", "membrane capacitance"},
                [](Context c) { return c.setup.values[Id::membrane_capacitance_nf]; }},
    QuantityRow{{"area", "um2", "membrane area at 1 uF/cm2"},
                [](Context c) { return parameter_value(c.setup, "area_um2"); }},
    QuantityRow{{"dv_steady", "mV", "steady change I R"}, final_rise_mv},
    QuantityRow{{"v_inf", "mV", "steady voltage E + I R"},
                [](Context c) { return linear_membrane(c).rest_mv + final_rise_mv(c); }},
    QuantityRow{{"v_at", "mV", "voltage t_ms after the onset of a step"}, v_at},
    QuantityRow{{"time_to_fraction", "ms", "time in which a fraction of the way is covered"}, time_to_fraction},
    QuantityRow{{"c_share", "1", "share of a step's current that flows into the capacitor t_ms after onset"}, c_share},
    QuantityRow{{"cutoff", "Hz", "1/(2 pi tau)"},
                [](Context c) { return units::ms_per_s / (2.0 * std::numbers::pi * linear_membrane(c).tau_ms()); }},
    QuantityRow{{"gain_db", "dB", "low-pass loss of the membrane at f_Hz"},
                [](Context c) {
                    const double x = omega_tau(c);
                    return -10.0 * std::log10(1.0 + x * x);
                }},
    QuantityRow{{"pitch", "Hz", "of the pitch monitor at the steady voltage"}, pitch_hz},
    QuantityRow{{"swing", "mV", "peak to peak in the second half of the stimulus"}, swing},
    QuantityRow{{"param", "1", "a parameter by name, in its own unit"}, parameter_named},
};

} // namespace

LinearMembrane linear_membrane(const QuantityContext& c) {
    if (c.model_is({"hh", "izhikevich"})) c.not_for_this_model();
    const membrane::Leak leak = soma::leak_of(c.setup.values);
    return {leak.resistance_mohm, c.setup.values[Id::membrane_capacitance_nf], leak.reversal_mv};
}

std::span<const QuantityRow> linear_quantities() { return linear_rows; }

} // namespace soma::lesson
