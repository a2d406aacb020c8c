#include "Bench/Experiments.h"
#include "Bench/ProtocolChecks.h"
#include "Bench/Threshold.h"

#include "Core/Units.h"
#include "Parameters/ParameterText.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

namespace soma::bench {
namespace {

/// The chirp is held over steps this much shorter than its fastest cycle.
constexpr double steps_a_cycle = 128.0;
constexpr std::size_t exact_every = 512; ///< samples after which the turning phasor is computed again

void check(const Impedance& protocol) {
    check_time("duration", protocol.duration_ms, false);
    check_number("from", protocol.from_hz, 1e-3, 1e5, " Hz");
    check_number("to", protocol.to_hz, 1e-3, 1e5, " Hz");
    if (!(protocol.to_hz > protocol.from_hz))
        throw ProtocolError("to: " + shortest(protocol.to_hz) + " Hz is not above from, " + shortest(protocol.from_hz) +
                            " Hz");
    check_number("points", protocol.points, 2.0, 10000.0, "");
    if (protocol.points != std::floor(protocol.points))
        throw ProtocolError("points: " + shortest(protocol.points) + " is not a whole number");
    check_number("amplitude", std::abs(protocol.amplitude_pa), 1e-6, largest_current_pa, " pA");
    check_samples(steps_a_cycle * protocol.to_hz * 1e-3 * protocol.duration_ms);
}

struct Recording {
    double interval_ms;
    std::vector<double> current_pa; ///< held over an interval each
    std::vector<double> voltage_mv; ///< from rest until it is back there, at the intervals' ends
};

TrialResult silent_trial(const Subject& subject, const Impedance& protocol, std::span<const CurrentStep> steps,
                         double interval_ms, const ExperimentProgress& watch) {
    auto trial = run_trial(subject, steps, interval_ms, &watch);
    if (!trial.spikes_ms.empty())
        throw ProtocolError("amplitude: " + shortest(protocol.amplitude_pa) + " pA makes the cell fire; give less");
    return trial;
}

Recording record(const Subject& subject, const Impedance& protocol, const ExperimentProgress& watch) {
    Recording recording{1000.0 / (steps_a_cycle * protocol.to_hz), {}, {}};
    const auto length = static_cast<std::size_t>(protocol.duration_ms / recording.interval_ms);
    const double sweep = (protocol.to_hz - protocol.from_hz) / protocol.duration_ms * 1e-3;
    std::vector<CurrentStep> steps;
    for (std::size_t k = 0; k < length; ++k) {
        const double ms = (static_cast<double>(k) + 0.5) * recording.interval_ms;
        // Hz·ms is 1e-3 cycles.
        const double cycles = 1e-3 * protocol.from_hz * ms + 0.5 * sweep * ms * ms;
        recording.current_pa.push_back(protocol.amplitude_pa * std::sin(2.0 * std::numbers::pi * cycles));
        steps.push_back({recording.interval_ms, recording.current_pa.back()});
    }
    steps.push_back({lasting_ms(subject), 0.0});
    recording.voltage_mv = silent_trial(subject, protocol, steps, recording.interval_ms, watch).trace.voltage_mv;
    return recording;
}

/// Ratio of the Fourier integrals of V and I at one frequency. V begins and ends at rest, so that the sum of its
/// samples is its integral but for the corners that the held current leaves in it; the integral of the held current is
/// exact.
std::complex<double> impedance_mohm(const Recording& recording, double hz) {
    const double radians = 2.0 * std::numbers::pi * hz * 1e-3 * recording.interval_ms; // per interval
    const double rest_mv = recording.voltage_mv.back();
    const auto step = std::polar(1.0, -radians);
    std::complex<double> sum_v = 0.0, sum_i = 0.0, turn = 1.0;
    for (std::size_t k = 0; k < recording.voltage_mv.size(); ++k, turn *= step) {
        if (k % exact_every == 0) turn = std::polar(1.0, -radians * static_cast<double>(k));
        sum_v += turn * (recording.voltage_mv[k] - rest_mv);
        if (k < recording.current_pa.size()) sum_i += turn * recording.current_pa[k];
    }
    const std::complex<double> held = (1.0 - step) / std::complex<double>(0.0, radians);
    return sum_v / (sum_i * held) / units::mv_per_mohm_pa;
}

/// Impedance at 0 Hz.
double steady_mohm(const Subject& subject, const Impedance& protocol, const ExperimentProgress& watch) {
    const double lasting = lasting_ms(subject);
    const std::array steps{CurrentStep{lasting, -std::abs(protocol.amplitude_pa)}};
    const auto v = silent_trial(subject, protocol, steps, lasting, watch).trace.voltage_mv;
    return (v.front() - v.back()) / std::abs(protocol.amplitude_pa) / units::mv_per_mohm_pa;
}

/// Where |Z| falls to `level`, interpolated between the measured points as |Z|⁻² against f², which is a line for a
/// resistance and a capacitance.
std::optional<double> corner_hz(const std::vector<double>& hz, const std::vector<double>& mohm, double level) {
    for (std::size_t i = 1; i < hz.size(); ++i) {
        if (mohm[i] >= level || mohm[i - 1] < level) continue;
        const auto y = [&](double z) { return 1.0 / (z * z); };
        const double share = (y(level) - y(mohm[i - 1])) / (y(mohm[i]) - y(mohm[i - 1]));
        return std::sqrt(hz[i - 1] * hz[i - 1] + share * (hz[i] * hz[i] - hz[i - 1] * hz[i - 1]));
    }
    return std::nullopt;
}

void add_figures(Outcome& outcome, double low_mohm) {
    const auto& [hz, mohm] = std::tie(outcome.series[0].x, outcome.series[0].y);
    outcome.figures.push_back({"Input resistance", low_mohm, "MΩ", "impedance at 0 Hz, from a lasting step"});
    if (const auto corner = corner_hz(hz, mohm, low_mohm / std::numbers::sqrt2)) {
        outcome.figures.push_back(
            {"Corner frequency", *corner, "Hz", "where |Z| has fallen to 1/√2 of the input resistance, interpolated"});
        outcome.guides.push_back({"corner " + rounded(*corner) + " Hz", true, *corner});
    }
    const auto peak = std::ranges::max_element(mohm);
    if (peak != mohm.begin() && *peak > 1.01 * low_mohm)
        outcome.figures.push_back({"Resonance", hz[static_cast<std::size_t>(peak - mohm.begin())], "Hz",
                                   "|Z| is " + percent(*peak / low_mohm - 1.0) + " above the input resistance"});
}

} // namespace

Outcome impedance(const Subject& subject, const Impedance& protocol, const Progress& progress) {
    check(protocol);
    const auto points = static_cast<std::size_t>(protocol.points);
    ExperimentProgress watch(progress, points);
    watch.trying({protocol.duration_ms, protocol.amplitude_pa});
    const double low_mohm = steady_mohm(subject, protocol, watch);
    const auto recording = record(subject, protocol, watch);
    Outcome outcome{"Impedance",
                    {},
                    {{{"frequency_Hz", "frequency", "Hz"},
                      {"impedance_MOhm", "|Z|", "MΩ"},
                      {"phase_rad", "phase", "rad", true},
                      {"phase_degrees", "phase", "°"}},
                     {}},
                    {"frequency", "Hz", true},
                    {"impedance", "MΩ", true},
                    {{"|Z|", Mark::points, Role::measured, {}, {}}},
                    {},
                    {},
                    {Lane{"phase", "°", {{"phase", Mark::points, Role::measured, {}, {}}}}}};
    auto& phase = outcome.lanes[0].series[0];
    for (std::size_t i = 0; i < points; ++i) {
        const double hz = protocol.from_hz * std::pow(protocol.to_hz / protocol.from_hz,
                                                      static_cast<double>(i) / static_cast<double>(points - 1));
        const auto z = impedance_mohm(recording, hz);
        const double degrees = std::arg(z) * 180.0 / std::numbers::pi;
        outcome.table.rows.push_back({hz, std::abs(z), std::arg(z), degrees});
        outcome.series[0].x.push_back(hz);
        outcome.series[0].y.push_back(std::abs(z));
        phase.x.push_back(hz);
        phase.y.push_back(degrees);
        watch.done(outcome);
    }
    add_figures(outcome, low_mohm);
    return outcome;
}

} // namespace soma::bench
