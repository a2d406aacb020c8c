#include "Lesson/Answers/QuantityContext.h"
#include "Lesson/Format/Problem.h"
#include "Membrane/Channel.h"

#include <array>
#include <cmath>

namespace soma::lesson {
namespace {

using Context = const QuantityContext&;
using membrane::Channel;

/// The gate dx/dt = α (1 − x) − β x with α = A e^(B·V), β likewise, of the model with one channel.
Channel::Curves gate_at(Context c, double voltage_mv) {
    if (!c.model_is({"channel"})) c.not_for_this_model();
    const Snapshot& s = c.setup.values;
    return Channel::curves({s[Id::channel_alpha_per_ms], s[Id::channel_alpha_per_mv]},
                           {s[Id::channel_beta_per_ms], s[Id::channel_beta_per_mv]}, voltage_mv);
}

double gate_steady(Context c) { return gate_at(c, c.number("v_mv")).steady; }

double gate_tau(Context c) {
    const double tau_ms = gate_at(c, c.number("v_mv")).tau_ms;
    if (!std::isfinite(tau_ms)) throw LessonError("has no value where both rates are 0");
    return tau_ms;
}

/// Where α = β: ln(A_β/A_α)/(B_α − B_β).
double gate_half(Context c) {
    gate_at(c, 0.0);
    const Snapshot& s = c.setup.values;
    const double slope = s[Id::channel_alpha_per_mv] - s[Id::channel_beta_per_mv];
    const double ratio = s[Id::channel_beta_per_ms] / s[Id::channel_alpha_per_ms];
    if (slope == 0.0 || !(ratio > 0.0) || !std::isfinite(ratio)) throw LessonError("has no voltage of half opening");
    return std::log(ratio) / slope;
}

constexpr std::array channel_rows{
    QuantityRow{{"gate_steady", "1", "share of open gates at v_mv in the long run: alpha/(alpha + beta)"}, gate_steady},
    QuantityRow{{"gate_tau", "ms", "time constant of the gate at v_mv: 1/(alpha + beta)"}, gate_tau},
    QuantityRow{{"gate_half", "mV", "voltage at which half of the gates are open"}, gate_half},
};

} // namespace

std::span<const QuantityRow> channel_quantities() { return channel_rows; }

} // namespace soma::lesson
