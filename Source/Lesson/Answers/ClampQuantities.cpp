#include "Bench/HeldMembrane.h"
#include "Bench/Outcome.h"
#include "Core/Units.h"
#include "Lesson/Answers/QuantityContext.h"
#include "Lesson/Format/Problem.h"

#include <array>
#include <cmath>

namespace soma::lesson {
namespace {

using Context = const QuantityContext&;

constexpr double usual_hold_mv = -65.0, usual_step_ms = 15.0, most_mv = 250.0;

double na(double pa) { return pa / units::pa_per_na; }

double clamp_step_ms(Context c) {
    const double ms = c.number("step_ms", usual_step_ms);
    if (!(ms > 0.0 && ms <= 1e4)) throw LessonError("needs a step_ms above 0 and at most 10000");
    return ms;
}

bench::HeldMembrane held(Context c) {
    const double hold_mv = c.number("hold_mv", usual_hold_mv), test_mv = c.number("v_mv");
    if (!(std::abs(hold_mv) <= most_mv && std::abs(test_mv) <= most_mv))
        throw LessonError("needs voltages from -250 to 250 mV");
    try {
        return {c.subject(), hold_mv, test_mv};
    } catch (const bench::ProtocolError&) {
        c.not_for_this_model();
    }
}

double clamp_early(Context c) {
    const auto membrane = held(c);
    if (!membrane.has().sodium) c.not_for_this_model();
    return na(membrane.sodium_peak(clamp_step_ms(c)).sodium_pa);
}

double clamp_late(Context c) {
    const auto membrane = held(c);
    if (!membrane.has().gated) c.not_for_this_model();
    return na(membrane.at(clamp_step_ms(c)).gated_pa);
}

double clamp_leak(Context c) { return na(held(c).at(0.0).leak_pa); }

double clamp_total(Context c) { return na(held(c).at(clamp_step_ms(c)).total_pa()); }

constexpr std::array clamp_rows{
    QuantityRow{{"clamp_early", "nA", "peak of the sodium current while V is held at v_mv for step_ms"}, clamp_early},
    QuantityRow{{"clamp_late", "nA", "current of the slow channel at the end of that step"}, clamp_late},
    QuantityRow{{"clamp_leak", "nA", "leak current while V is held at v_mv"}, clamp_leak},
    QuantityRow{{"clamp_total", "nA", "all of the membrane's current at the end of that step"}, clamp_total},
};

} // namespace

std::span<const QuantityRow> clamp_quantities() { return clamp_rows; }

} // namespace soma::lesson
