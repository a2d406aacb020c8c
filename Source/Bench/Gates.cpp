#include "Bench/Experiments.h"
#include "Bench/ProtocolChecks.h"

#include "Engine/Models.h"
#include "Membrane/HhRates.h"

#include <cmath>
#include <functional>

namespace soma::bench {
namespace {

using Curves = membrane::Channel::Curves;

/// One gate of a voltage-gated channel at a held potential.
struct Gate {
    std::string name; ///< "m"
    Role role;
    std::function<Curves(double voltage_mv)> at;
};

Curves curves_of(double alpha_per_ms, double beta_per_ms) {
    const double sum = alpha_per_ms + beta_per_ms;
    return {alpha_per_ms, beta_per_ms, alpha_per_ms / sum, 1.0 / sum};
}

std::vector<Gate> gates_of(const Neuron<membrane::Channel>& neuron) {
    const auto alpha = neuron.coeffs.alpha, beta = neuron.coeffs.beta;
    return {{"x", Role::potassium, [=](double mv) { return membrane::Channel::curves(alpha, beta, mv); }}};
}

std::vector<Gate> gates_of(const Neuron<membrane::HodgkinHuxley>& neuron) {
    using Rates = membrane::HhRates;
    const double speed = neuron.coeffs.speed;
    const auto gate = [=](std::string name, Role role, double Rates::*alpha, double Rates::*beta) {
        return Gate{std::move(name), role, [=](double mv) {
                        const auto rates = Rates::at(mv);
                        return curves_of(speed * rates.*alpha, speed * rates.*beta);
                    }};
    };
    return {gate("m", Role::sodium, &Rates::alpha_m, &Rates::beta_m),
            gate("h", Role::measured, &Rates::alpha_h, &Rates::beta_h),
            gate("n", Role::potassium, &Rates::alpha_n, &Rates::beta_n)};
}

template <class Model>
std::vector<Gate> gates_of(const Neuron<Model>&) {
    throw ProtocolError("This neuron has no voltage-gated channel. Choose Channel or HH.");
}

/// Where α = β, which both cross once; unknown where they do not within the range.
double half_mv(const Gate& gate, double low_mv, double high_mv) {
    const auto rises = [&](double mv) { return gate.at(mv).alpha_per_ms > gate.at(mv).beta_per_ms; };
    if (rises(low_mv) == rises(high_mv)) return unknown;
    constexpr int halvings = 60;
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (low_mv + high_mv);
        (rises(middle) == rises(low_mv) ? low_mv : high_mv) = middle;
    }
    return 0.5 * (low_mv + high_mv);
}

} // namespace

Outcome gates(const Subject& subject, const Gates& protocol, const Progress& progress) {
    check_number("from", protocol.from_mv, -250.0, 250.0, "mV");
    check_number("to", protocol.to_mv, -250.0, 250.0, "mV");
    check_number("points", protocol.points, 2.0, 10000.0, "");
    if (!(protocol.from_mv < protocol.to_mv)) throw ProtocolError("from: must be below to");
    const auto neuron = make_neuron(subject.values, {}, 0.02, {}); // the step does not matter to the rates
    const auto list = std::visit([](const auto& typed) { return gates_of(typed); }, neuron);

    Outcome outcome{"Gates",
                    {},
                    {{{"voltage_mV", "voltage", "mV"}}, {}},
                    {"held voltage", "mV"},
                    {"rate", "1/ms"},
                    {},
                    {},
                    {},
                    {Lane{"steady state", "", {}, 0.27}, Lane{"time constant", "ms", {}, 0.27}}};
    auto& steady = outcome.lanes[0].series;
    auto& tau = outcome.lanes[1].series;
    for (const auto& gate : list) {
        for (const auto& [symbol, unit, head, detail] :
             {std::tuple{"alpha_" + gate.name + "_per_ms", "1/ms", "α " + gate.name, true},
              std::tuple{"beta_" + gate.name + "_per_ms", "1/ms", "β " + gate.name, true},
              std::tuple{gate.name + "_inf", "", gate.name + "∞", false},
              std::tuple{"tau_" + gate.name + "_ms", "ms", "τ " + gate.name, false}})
            outcome.table.columns.push_back({symbol, head, unit, detail});
        outcome.series.push_back({"α " + gate.name, Mark::line, gate.role, {}, {}});
        outcome.series.push_back({"β " + gate.name, Mark::dashed, gate.role, {}, {}});
        steady.push_back({gate.name + "∞", Mark::line, gate.role, {}, {}});
        tau.push_back({"τ " + gate.name, Mark::line, gate.role, {}, {}});
        outcome.figures.push_back(
            {gate.name + "∞ = ½ at", half_mv(gate, protocol.from_mv, protocol.to_mv), "mV", "where α = β"});
    }

    const auto points = static_cast<int>(std::lround(protocol.points));
    ExperimentProgress watch(progress, static_cast<std::size_t>(points));
    for (const double mv : evenly(protocol.from_mv, protocol.to_mv, points)) {
        std::vector<double> row{mv};
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto now = list[i].at(mv);
            for (const double value : {now.alpha_per_ms, now.beta_per_ms, now.steady, now.tau_ms}) row.push_back(value);
            for (const auto& [series, value] : {std::pair{&outcome.series[2 * i], now.alpha_per_ms},
                                                std::pair{&outcome.series[2 * i + 1], now.beta_per_ms},
                                                std::pair{&steady[i], now.steady}, std::pair{&tau[i], now.tau_ms}}) {
                series->x.push_back(mv);
                series->y.push_back(value);
            }
        }
        outcome.table.rows.push_back(std::move(row));
        watch.done(outcome);
    }
    return outcome;
}

} // namespace soma::bench
