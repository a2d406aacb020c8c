#include "Bench/Experiments.h"

#include "Bench/Fits.h"
#include "Core/Units.h"
#include "Parameters/ParameterText.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

namespace soma::bench {
namespace {

/// After a pulse a spike may come late, when the cell is just past its threshold.
constexpr double after_pulse_ms = 100.0;

void check_list(const char* what, const char* unit, const std::vector<double>& list, bool positive) {
    if (list.empty())
        throw ProtocolError(std::string(what) + ": the list is empty; give at least one value in " + unit);
    for (const double value : list)
        if (!std::isfinite(value) || (positive && value <= 0.0))
            throw ProtocolError(std::string(what) + ": " + shortest(value) + " is no use; give " +
                                (positive ? "numbers above 0 " : "finite numbers ") + unit);
}

void check_time(const char* what, double ms, bool zero_allowed) {
    if (!std::isfinite(ms) || ms < 0.0 || (ms == 0.0 && !zero_allowed))
        throw ProtocolError(std::string(what) + ": " + shortest(ms) + " ms is not a time; give " +
                            (zero_allowed ? "0 ms or more" : "more than 0 ms"));
}

std::vector<double> evenly(double from, double to, int count) {
    std::vector<double> list;
    for (int i = 0; i < count; ++i) list.push_back(from + (to - from) * i / (count - 1));
    return list;
}

double mean_of_last(const std::vector<double>& values, std::size_t count) {
    count = std::min(count, values.size());
    return std::accumulate(values.end() - static_cast<std::ptrdiff_t>(count), values.end(), 0.0) /
           static_cast<double>(count);
}

std::string percent(double share) { return shortest(std::round(1e4 * share) / 100.0) + " %"; }

/// Mean rate over the second half of a step; 0 unless the cell goes on firing there. Without two spikes in it, over the
/// whole step.
double late_rate_per_s(const std::vector<double>& spikes_ms, double duration_ms) {
    if (spikes_ms.size() < 2) return 0.0;
    auto first = std::lower_bound(spikes_ms.begin(), spikes_ms.end(), 0.5 * duration_ms);
    // One interval longer than half the step is still a rate; silence for longer than the last interval is not.
    const double last_interval_ms = spikes_ms.back() - spikes_ms[spikes_ms.size() - 2];
    if (duration_ms - spikes_ms.back() > 2.0 * last_interval_ms) return 0.0;
    if (spikes_ms.end() - first < 2) first = spikes_ms.end() - 2;
    return 1000.0 * static_cast<double>(spikes_ms.end() - first - 1) / (spikes_ms.back() - *first);
}

} // namespace

Outcome step_family(const Subject& subject, const StepFamily& protocol, const Progress& progress) {
    check_list("currents", "pA", protocol.currents_pa, false);
    check_time("delay", protocol.delay_ms, true);
    check_time("duration", protocol.duration_ms, false);
    check_time("tail", protocol.tail_ms, true);
    check_time("sampling", protocol.sample_every_ms, false);
    Outcome outcome{"Step family", {}, {{{"time_ms"}}, {}}, {"time, ms"}, {"membrane voltage, mV"}, {}, {}};
    Steps steps(progress, protocol.currents_pa.size());
    const auto sample = [&](double ms) {
        return static_cast<std::size_t>(std::llround(ms / protocol.sample_every_ms));
    };
    const std::size_t onset = sample(protocol.delay_ms), end = sample(protocol.delay_ms + protocol.duration_ms);
    std::vector<double> quiet_pa, quiet_mv;
    std::optional<std::pair<double, std::vector<double>>> deepest; ///< the most hyperpolarising quiet step
    for (const double pa : protocol.currents_pa) {
        const std::array pieces{Piece{protocol.delay_ms, 0.0}, Piece{protocol.duration_ms, pa},
                                Piece{protocol.tail_ms, 0.0}};
        const auto trial = run_trial(subject, pieces, protocol.sample_every_ms);
        const auto& v = trial.trace.voltage_mv;
        Series series{shortest(pa) + " pA", Mark::line, {}, v};
        for (std::size_t i = 0; i < v.size(); ++i)
            series.x.push_back(static_cast<double>(i) * protocol.sample_every_ms);
        outcome.table.columns.push_back({"voltage_at_" + shortest(pa) + "_pA_mV"});
        outcome.table.rows.resize(std::max(outcome.table.rows.size(), v.size()));
        for (std::size_t i = 0; i < v.size(); ++i) {
            if (outcome.table.rows[i].empty()) outcome.table.rows[i].push_back(series.x[i]);
            outcome.table.rows[i].push_back(v[i]);
        }
        outcome.series.push_back(std::move(series));
        if (trial.spikes_ms.empty() && end < v.size()) {
            const std::vector<double> step(v.begin() + static_cast<std::ptrdiff_t>(onset),
                                           v.begin() + static_cast<std::ptrdiff_t>(end));
            quiet_pa.push_back(pa);
            quiet_mv.push_back(mean_of_last(step, std::max<std::size_t>(1, step.size() / 20)));
            if (pa < 0.0 && (!deepest || pa < deepest->first)) deepest = {pa, step};
        }
        steps.next();
    }
    if (quiet_pa.size() >= 2) {
        const auto line = fit_line(quiet_pa, quiet_mv);
        outcome.figures.push_back({"Input resistance", line.slope / units::mv_per_mohm_pa, "MΩ",
                                   "slope of V at the steps' end, residual " + shortest(line.rms) + " mV rms"});
    }
    if (deepest && deepest->second.size() >= 4) {
        const auto& step = deepest->second;
        const auto lowest = std::min_element(step.begin(), step.end());
        const double settled = mean_of_last(step, std::max<std::size_t>(1, step.size() / 20));
        const double depth = step.front() - *lowest;
        // The way down, before a sag turns it round.
        const std::vector<double> fall(step.begin(), lowest + 1);
        if (fall.size() >= 4) {
            const auto fit = fit_exponential(fall, protocol.sample_every_ms);
            outcome.figures.push_back({"Time constant", fit.tau, "ms",
                                       "exponential fit of the step to " + shortest(deepest->first) + " pA, residual " +
                                           shortest(fit.rms) + " mV rms"});
        }
        outcome.figures.push_back({"Sag", depth > 0.0 ? (settled - *lowest) / depth : 0.0, "",
                                   "share of the peak deflection that is lost by the step's end"});
    }
    return outcome;
}

Outcome fi_curve(const Subject& subject, const FiCurve& asked, const Progress& progress) {
    auto protocol = asked;
    check_time("duration", protocol.duration_ms, false);
    if (protocol.currents_pa.empty()) {
        const auto bracket = threshold_current(subject, lasting_ms(subject), 0.0, 1e-3, Rheobase{}.limit_pa);
        protocol.currents_pa = evenly(0.0, 4.0 * bracket.above_pa, 25);
    }
    check_list("currents", "pA", protocol.currents_pa, false);
    const auto theory = lif_theory(subject);
    Outcome outcome{"f–I curve",
                    {},
                    {{{"current_pA"}, {"spikes"}, {"rate_per_s"}, {"first_spike_latency_ms"}}, {}},
                    {"current, pA"},
                    {"rate, spikes/s"},
                    {{"measured", Mark::points, {}, {}}},
                    {"rate: over the second half of the step; 0 when the cell does not go on firing"}};
    if (theory) {
        outcome.table.columns.insert(outcome.table.columns.end(),
                                     {{"closed_form_rate_per_s"}, {"closed_form_latency_ms"}});
        outcome.series.push_back({"exact LIF", Mark::line, {}, {}});
    }
    Steps steps(progress, protocol.currents_pa.size());
    for (const double pa : protocol.currents_pa) {
        const std::array pieces{Piece{protocol.duration_ms, pa}};
        const auto spikes = run_trial(subject, pieces).spikes_ms;
        const double rate = late_rate_per_s(spikes, protocol.duration_ms);
        std::vector<double> row{pa, static_cast<double>(spikes.size()), rate,
                                spikes.empty() ? unknown : spikes.front()};
        outcome.series[0].x.push_back(pa);
        outcome.series[0].y.push_back(rate);
        if (theory) {
            row.insert(row.end(), {theory->rate_per_s(pa), theory->latency_ms(pa)});
            outcome.series[1].x.push_back(pa);
            outcome.series[1].y.push_back(theory->rate_per_s(pa));
        }
        outcome.table.rows.push_back(std::move(row));
        steps.next();
    }
    const auto fastest = std::max_element(outcome.series[0].y.begin(), outcome.series[0].y.end());
    outcome.figures.push_back({"Fastest rate", *fastest, "spikes/s", ""});
    return outcome;
}

Outcome rheobase(const Subject& subject, const Rheobase& protocol, const Progress& progress) {
    check_time("duration", protocol.duration_ms, true);
    const bool lasting = protocol.duration_ms == 0.0;
    const double duration_ms = lasting ? lasting_ms(subject) : protocol.duration_ms;
    Steps steps(progress, 1);
    const auto bracket = threshold_current(subject, duration_ms, 0.0, protocol.resolution, protocol.limit_pa, &steps);
    Outcome outcome{"Rheobase",
                    {{"Rheobase", bracket.middle_pa(), "pA",
                      "between " + shortest(bracket.below_pa) + " and " + shortest(bracket.above_pa) +
                          " pA, steps of " + shortest(duration_ms) + " ms"}},
                    {{{"duration_ms"}, {"rheobase_pA"}, {"below_pA"}, {"above_pA"}},
                     {{duration_ms, bracket.middle_pa(), bracket.below_pa, bracket.above_pa}}},
                    {"time, ms"},
                    {"membrane voltage, mV"},
                    {},
                    {}};
    if (const auto theory = lif_theory(subject)) {
        const double exact_pa = lasting ? theory->rheobase_pa() : theory->threshold_pa(duration_ms);
        outcome.figures.push_back(
            {"Rheobase, exact", exact_pa, "pA", lasting ? "ΔV/R" : "ΔV/R / (1 − e^(−d/τ)) for this duration"});
        outcome.table.columns.push_back({"closed_form_pA"});
        outcome.table.rows[0].push_back(exact_pa);
    }
    const double leak_mohm = leak_of(subject.values).resistance_mohm;
    if (const auto theory = lif_theory(subject))
        outcome.figures.push_back(
            {"Threshold estimate",
             -std::expm1(-duration_ms / theory->tau_ms) * units::mv_per_mohm_pa * leak_mohm * bracket.middle_pa(), "mV",
             "above rest: I·R·(1 − e^(−d/τ))"});
    for (const auto& [name, pa] :
         {std::pair{"just below", bracket.below_pa}, std::pair{"just above", bracket.above_pa}}) {
        const double shown_ms = std::min(duration_ms, 1000.0);
        const std::array pieces{Piece{shown_ms, pa}};
        const auto trial = run_trial(subject, pieces, shown_ms / 1000.0);
        Series series{name, pa == bracket.below_pa ? Mark::dashed : Mark::line, {}, trial.trace.voltage_mv};
        for (std::size_t i = 0; i < series.y.size(); ++i)
            series.x.push_back(static_cast<double>(i) * trial.trace.interval_ms);
        outcome.series.push_back(std::move(series));
    }
    steps.next();
    return outcome;
}

Outcome strength_duration(const Subject& subject, const StrengthDuration& protocol, const Progress& progress) {
    check_list("durations", "ms", protocol.durations_ms, true);
    const auto theory = lif_theory(subject);
    Outcome outcome{"Strength–duration",
                    {},
                    {{{"duration_ms"}, {"threshold_pA"}, {"below_pA"}, {"above_pA"}, {"weiss_fit_pA"}}, {}},
                    {"pulse duration, ms", true},
                    {"threshold current, pA", true},
                    {{"measured", Mark::points, {}, {}}},
                    {}};
    Steps steps(progress, protocol.durations_ms.size());
    auto& measured = outcome.series[0];
    for (const double ms : protocol.durations_ms) {
        const auto bracket =
            threshold_current(subject, ms, after_pulse_ms, protocol.resolution, protocol.limit_pa, &steps);
        outcome.table.rows.push_back({ms, bracket.middle_pa(), bracket.below_pa, bracket.above_pa});
        measured.x.push_back(ms);
        measured.y.push_back(bracket.middle_pa());
        steps.next();
    }
    const auto [shortest_ms, longest_ms] = std::minmax_element(measured.x.begin(), measured.x.end());
    const auto curve = [&](const std::string& name, Mark mark, auto current_at) {
        Series series{name, mark, {}, {}};
        for (int i = 0; i <= 100; ++i) {
            series.x.push_back(*shortest_ms * std::pow(*longest_ms / *shortest_ms, 0.01 * i));
            series.y.push_back(current_at(series.x.back()));
        }
        outcome.series.push_back(std::move(series));
    };
    if (theory) {
        outcome.table.columns.push_back({"exact_lif_pA"});
        outcome.figures.push_back({"Rheobase, exact", theory->rheobase_pa(), "pA", "Lapicque: ΔV/R"});
        outcome.figures.push_back(
            {"Chronaxie, τ ln 2", theory->chronaxie_ms(), "ms", "Lapicque: the duration at twice the rheobase"});
        curve("exact LIF", Mark::line, [&](double ms) { return theory->threshold_pa(ms); });
    }
    if (measured.x.size() >= 2) {
        const auto weiss = fit_weiss(measured.x, measured.y);
        const std::string range = shortest(*shortest_ms) + " to " + shortest(*longest_ms) + " ms, unweighted";
        outcome.figures.push_back({"Rheobase, Weiss fit", weiss.rheobase_pa, "pA",
                                   "I = r + r·c/t over " + range + ", residual " + shortest(weiss.rms_pa) + " pA rms"});
        outcome.figures.push_back({"Chronaxie, Weiss fit", weiss.chronaxie_ms, "ms", "c of the same fit"});
        curve("Weiss fit", Mark::dashed, [&](double ms) { return weiss.at(ms); });
        for (auto& row : outcome.table.rows) row.push_back(weiss.at(row[0]));
        outcome.remarks.push_back(
            "The Weiss hyperbola is a fit; only r·c, the charge of a short pulse, is the cell's own. "
            "Its r and c are not the rheobase ΔV/R and chronaxie τ ln 2: the two curves agree at one "
            "duration and far out only, and unweighted squares follow the shortest, largest pulses.");
    } else {
        for (auto& row : outcome.table.rows) row.push_back(unknown);
    }
    if (theory)
        for (auto& row : outcome.table.rows) row.push_back(theory->threshold_pa(row[0]));
    return outcome;
}

Outcome iv_curve(const Subject& subject, const IvCurve& asked, const Progress& progress) {
    auto protocol = asked;
    check_time("duration", protocol.duration_ms, true);
    if (protocol.currents_pa.empty()) {
        double half_pa = 50.0;
        if (model_fires(subject.values.choice<ModelId>(Id::model)))
            half_pa = 0.5 * threshold_current(subject, lasting_ms(subject), 0.0, 1e-3, Rheobase{}.limit_pa).below_pa;
        protocol.currents_pa = evenly(-half_pa, half_pa, 9);
    }
    check_list("currents", "pA", protocol.currents_pa, false);
    const double duration_ms = protocol.duration_ms == 0.0 ? lasting_ms(subject) : protocol.duration_ms;
    Outcome outcome{"I–V curve",
                    {},
                    {{{"current_pA"}, {"voltage_mV"}}, {}},
                    {"current, pA"},
                    {"steady voltage, mV"},
                    {{"measured", Mark::points, {}, {}}},
                    {}};
    Steps steps(progress, protocol.currents_pa.size());
    auto& measured = outcome.series[0];
    for (const double pa : protocol.currents_pa) {
        const std::array pieces{Piece{duration_ms, pa}};
        const auto trial = run_trial(subject, pieces, duration_ms);
        const bool quiet = trial.spikes_ms.empty();
        outcome.table.rows.push_back({pa, quiet ? trial.trace.voltage_mv.back() : unknown});
        if (quiet) {
            measured.x.push_back(pa);
            measured.y.push_back(trial.trace.voltage_mv.back());
        }
        steps.next();
    }
    if (measured.x.size() < 2)
        throw ProtocolError("currents: fewer than two of them leave the cell silent; give smaller ones");
    const auto line = fit_line(measured.x, measured.y);
    outcome.figures.push_back({"Input resistance", line.slope / units::mv_per_mohm_pa, "MΩ",
                               "slope, residual " + shortest(line.rms) + " mV rms"});
    outcome.figures.push_back({"Voltage without current", line.intercept, "mV", "intercept of the same line"});
    outcome.series.push_back(
        {"line",
         Mark::line,
         {measured.x.front(), measured.x.back()},
         {line.intercept + line.slope * measured.x.front(), line.intercept + line.slope * measured.x.back()}});
    if (measured.x.size() < protocol.currents_pa.size())
        outcome.remarks.push_back("Currents that made the cell fire are left out.");
    return outcome;
}

Outcome impedance(const Subject& subject, const Impedance& protocol, const Progress& progress) {
    check_time("duration", protocol.duration_ms, false);
    if (!(protocol.from_hz > 0.0) || !(protocol.to_hz > protocol.from_hz) || !std::isfinite(protocol.to_hz))
        throw ProtocolError("frequencies: give 0 Hz < from < to");
    if (!(std::abs(protocol.amplitude_pa) > 0.0) || !std::isfinite(protocol.amplitude_pa))
        throw ProtocolError("amplitude: give a current other than 0 pA");
    if (protocol.points < 2) throw ProtocolError("points: give at least 2");
    // The chirp is held over steps far shorter than its fastest cycle, and the record goes on until V is back at rest:
    // V and I are then known at all times, and their Fourier integrals are exact for the held current.
    const double interval_ms = 1000.0 / (64.0 * protocol.to_hz);
    const auto length = static_cast<std::size_t>(protocol.duration_ms / interval_ms);
    const double sweep = (protocol.to_hz - protocol.from_hz) / protocol.duration_ms * 1e-3;
    std::vector<Piece> pieces;
    for (std::size_t k = 0; k < length; ++k) {
        const double ms = (static_cast<double>(k) + 0.5) * interval_ms;
        // Hz·ms is 1e-3 cycles.
        const double cycles = 1e-3 * protocol.from_hz * ms + 0.5 * sweep * ms * ms;
        pieces.push_back({interval_ms, protocol.amplitude_pa * std::sin(2.0 * std::numbers::pi * cycles)});
    }
    const double tail_ms = lasting_ms(subject);
    pieces.push_back({tail_ms, 0.0});
    const auto trial = run_trial(subject, pieces, interval_ms);
    if (!trial.spikes_ms.empty())
        throw ProtocolError("amplitude: " + shortest(protocol.amplitude_pa) + " pA makes the cell fire; give less");
    const auto& v = trial.trace.voltage_mv;
    const double rest_mv = v.back();
    Outcome outcome{"Impedance",
                    {},
                    {{{"frequency_Hz"}, {"impedance_MOhm"}, {"phase_rad"}}, {}},
                    {"frequency, Hz", true},
                    {"impedance, MΩ", true},
                    {{"measured", Mark::points, {}, {}}},
                    {}};
    Steps steps(progress, static_cast<std::size_t>(protocol.points));
    auto& measured = outcome.series[0];
    for (int i = 0; i < protocol.points; ++i) {
        const double hz = protocol.from_hz *
                          std::pow(protocol.to_hz / protocol.from_hz, static_cast<double>(i) / (protocol.points - 1));
        const double radians = 2.0 * std::numbers::pi * 1e-3 * hz * interval_ms;
        std::complex<double> sum_v = 0.0, sum_i = 0.0;
        for (std::size_t k = 0; k < v.size(); ++k) {
            const auto turn = std::polar(1.0, -radians * static_cast<double>(k));
            sum_v += turn * (v[k] - rest_mv);
            if (k < length) sum_i += turn * pieces[k].current_pa;
        }
        // The integral of a held current is its sum times that of one held sample.
        const std::complex<double> held = (1.0 - std::polar(1.0, -radians)) / std::complex<double>(0.0, radians);
        const auto z = sum_v / (sum_i * held) / units::mv_per_mohm_pa;
        outcome.table.rows.push_back({hz, std::abs(z), std::arg(z)});
        measured.x.push_back(hz);
        measured.y.push_back(std::abs(z));
        steps.next();
    }
    const double low_mohm = measured.y.front();
    outcome.figures.push_back(
        {"Impedance at the lowest frequency", low_mohm, "MΩ", shortest(protocol.from_hz) + " Hz"});
    for (std::size_t i = 1; i < measured.y.size(); ++i) {
        const double level = low_mohm / std::numbers::sqrt2;
        if (measured.y[i] >= level || measured.y[i - 1] < level) continue;
        const double share = std::log(measured.y[i - 1] / level) / std::log(measured.y[i - 1] / measured.y[i]);
        outcome.figures.push_back({"Corner frequency",
                                   measured.x[i - 1] * std::pow(measured.x[i] / measured.x[i - 1], share), "Hz",
                                   "where |Z| has fallen to 1/√2 of that, interpolated"});
        break;
    }
    const auto peak = std::max_element(measured.y.begin(), measured.y.end());
    if (peak != measured.y.begin())
        outcome.figures.push_back({"Resonance", measured.x[static_cast<std::size_t>(peak - measured.y.begin())], "Hz",
                                   "|Z| is " + percent(*peak / low_mohm - 1.0) + " above its low-frequency value"});
    return outcome;
}

Outcome resting_potential(const Subject& subject, const RestingPotentialSweep& asked, const Progress& progress) {
    auto protocol = asked;
    if (protocol.resistances_mohm.empty()) protocol.resistances_mohm = evenly(1.0, 100.0, 100);
    check_list("resistances", "MΩ", protocol.resistances_mohm, true);
    const auto& row = parameter(protocol.resistance);
    Outcome outcome{"Resting potential",
                    {},
                    {{{std::string(row.id.substr(0, row.id.rfind('_'))) + "_MOhm"}, {"rest_mV"}}, {}},
                    {std::string(row.label) + ", MΩ"},
                    {"resting potential, mV"},
                    {{"V = Σ(E/R)/Σ(1/R)", Mark::line, {}, {}}},
                    {}};
    Steps steps(progress, protocol.resistances_mohm.size());
    auto values = subject.values;
    values.set(Id::leak, 1.0);
    outcome.figures.push_back({"Resting potential now", leak_of(values).reversal_mv, "mV",
                               "input resistance " + shortest(leak_of(values).resistance_mohm) + " MΩ"});
    for (const double mohm : protocol.resistances_mohm) {
        if (mohm < row.min || mohm > row.max)
            throw ProtocolError(std::string(row.id) + ": " + shortest(mohm) + " MΩ is outside its range, " +
                                shortest(row.min) + " to " + shortest(row.max) + " MΩ");
        values.set(protocol.resistance, mohm);
        outcome.table.rows.push_back({mohm, leak_of(values).reversal_mv});
        outcome.series[0].x.push_back(mohm);
        outcome.series[0].y.push_back(leak_of(values).reversal_mv);
        steps.next();
    }
    return outcome;
}

} // namespace soma::bench
