#include "Bench/HeldMembrane.h"

#include "Core/Units.h"
#include "Membrane/HhRates.h"

#include <array>
#include <cmath>

namespace soma::bench {
namespace {

using membrane::Channel;
using membrane::HodgkinHuxley;

struct Held {
    HeldMembrane::Has has;
    std::function<HeldCurrents(double)> at;
};

membrane::Initial held_at(double voltage_mv) {
    membrane::Initial initial;
    initial.voltage_mv = voltage_mv;
    return initial;
}

/// From one steady state towards another.
double relaxed(double from, double to, double time_ms, double tau_ms) {
    return to + (from - to) * std::exp(-time_ms / tau_ms);
}

Held hold(const Neuron<HodgkinHuxley>& neuron, const Subject&, double hold_mv, double test_mv) {
    const auto coeffs = neuron.coeffs;
    const auto from = HodgkinHuxley::reset(coeffs, held_at(hold_mv));
    const auto to = HodgkinHuxley::reset(coeffs, held_at(test_mv));
    const auto rates = membrane::HhRates::at(test_mv);
    const std::array tau_ms{1.0 / (coeffs.speed * (rates.alpha_m + rates.beta_m)),
                            1.0 / (coeffs.speed * (rates.alpha_h + rates.beta_h)),
                            1.0 / (coeffs.speed * (rates.alpha_n + rates.beta_n))};
    return {{true, true}, [=](double time_ms) {
                auto state = to;
                for (std::size_t i = 0; i < tau_ms.size(); ++i)
                    state.y[i + 1] = relaxed(from.y[i + 1], to.y[i + 1], time_ms, tau_ms[i]);
                std::array<double, HodgkinHuxley::variables.size()> seen{};
                HodgkinHuxley::observe(coeffs, state, {}, seen.data());
                return HeldCurrents{seen[3], seen[4], seen[5]};
            }};
}

Held hold(const Neuron<Channel>& neuron, const Subject&, double hold_mv, double test_mv) {
    const auto coeffs = neuron.coeffs;
    const auto from = Channel::reset(coeffs, held_at(hold_mv));
    const auto to = Channel::reset(coeffs, held_at(test_mv));
    const double tau_ms = Channel::curves(coeffs.alpha, coeffs.beta, test_mv).tau_ms;
    const double leak_pa = coeffs.capacitance_pf * coeffs.leak_per_ms * (test_mv - coeffs.leak_reversal_mv);
    return {{false, true}, [=](double time_ms) {
                auto state = to;
                // A gate that has no rates stays as it is.
                state.y[1] = std::isfinite(tau_ms) ? relaxed(from.y[1], to.y[1], time_ms, tau_ms) : from.y[1];
                std::array<double, Channel::variables.size()> seen{};
                Channel::observe(coeffs, state, {}, seen.data());
                return HeldCurrents{0.0, seen[1], leak_pa};
            }};
}

template <class Model>
Held hold(const Neuron<Model>&, const Subject& subject, double, double test_mv) {
    if constexpr (std::is_same_v<Model, membrane::Izhikevich> || std::is_same_v<Model, membrane::Adex>) {
        throw ProtocolError("The equations of this neuron have no current through channels to read. Choose R, RC, LIF, "
                            "GLIF, Channel or HH.");
    } else {
        const auto leak = leak_of(subject.values);
        const double leak_pa = units::conductance_ns(leak.resistance_mohm) * (test_mv - leak.reversal_mv);
        return {{false, false}, [=](double) { return HeldCurrents{0.0, 0.0, leak_pa}; }};
    }
}

} // namespace

HeldMembrane::HeldMembrane(const Subject& subject, double hold_mv, double test_mv) {
    const auto neuron = make_neuron(subject.values, {}, 0.02, {}); // a held voltage is not integrated: any step will do
    auto held = std::visit([&](const auto& typed) { return hold(typed, subject, hold_mv, test_mv); }, neuron);
    has_ = held.has;
    at_ = std::move(held.at);
}

HeldMembrane::Peak HeldMembrane::sodium_peak(double duration_ms) const {
    if (!has_.sodium) return {0.0, 0.0};
    const auto amount = [&](double ms) { return std::abs(at_(ms).sodium_pa); };
    // m rises before h falls, or both relax one way: one peak. A coarse look brackets it, since m may take a hundredth
    // of a millisecond.
    constexpr int looks = 4000, halvings = 60;
    int best = 0;
    const auto time_of = [&](int look) { return duration_ms * look / looks; };
    for (int i = 1; i <= looks; ++i)
        if (amount(time_of(i)) > amount(time_of(best))) best = i;
    double low = time_of(std::max(best - 1, 0)), high = time_of(std::min(best + 1, looks));
    constexpr double golden = 0.61803398874989485;
    for (int i = 0; i < halvings; ++i) {
        const double left = high - golden * (high - low), right = low + golden * (high - low);
        (amount(left) > amount(right) ? high : low) = amount(left) > amount(right) ? right : left;
    }
    const double time_ms = best == 0 && amount(0.0) >= amount(low) ? 0.0 : 0.5 * (low + high);
    return {time_ms, at_(time_ms).sodium_pa};
}

} // namespace soma::bench
