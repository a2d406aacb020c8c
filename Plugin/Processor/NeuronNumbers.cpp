#include "Processor/NeuronNumbers.h"

#include <algorithm>
#include <array>

namespace soma {
namespace {

constexpr double step_ms = 0.02;
constexpr double long_enough_ms = 400.0;
constexpr double wanted_precision = 1e-4;

template <class M>
bool fires(Neuron<M> neuron, double current_pa, const std::function<bool()>& cancelled) {
    const membrane::Drive drive{current_pa, 0.0, 0.0};
    int steps = 0;
    for (double now_ms = 0.0; now_ms < long_enough_ms;) {
        if (++steps % 1000 == 0 && cancelled()) return false;
        const auto segment = M::advance(neuron.coeffs, neuron.state, drive, step_ms);
        if (segment.event == membrane::Event::spike) return true;
        now_ms += segment.elapsed_ms;
    }
    return false;
}

std::optional<double> search_pa(const AnyNeuron& neuron, double tiny_pa, const std::function<bool()>& cancelled) {
    const auto enough = [&](double pa) {
        return std::visit([&](const auto& typed) { return fires(typed, pa, cancelled); }, neuron);
    };
    double low = 0.0, high = tiny_pa;
    while (!enough(high)) {
        low = high;
        high *= 2.0;
        if (cancelled() || high > parameter(Id::stim_amplitude_pa).max) return std::nullopt;
    }
    while (high - low > wanted_precision * high && !cancelled()) {
        const double middle = 0.5 * (low + high);
        (enough(middle) ? high : low) = middle;
    }
    if (cancelled()) return std::nullopt;
    return high;
}

double membrane_resistance_mohm(const Snapshot& values) {
    if (values.choice<ModelId>(Id::model) != ModelId::hh || values.on(Id::leak)) return leak_of(values).resistance_mohm;
    // The area is C / (1 µF/cm²): nF · 1e-3 = cm² of it, so mS/cm² · nF is µS.
    return 1.0 / (values[Id::hh_leak_ms_cm2] * values[Id::membrane_capacitance_nf]);
}

} // namespace

NeuronNumbers quick_numbers(const Snapshot& values) {
    NeuronNumbers numbers;
    numbers.rest_mv = voltage_of(make_neuron(values, {}, step_ms, {}));
    constexpr std::array without{ModelId::rest, ModelId::r, ModelId::izhikevich};
    if (std::ranges::find(without, values.choice<ModelId>(Id::model)) == without.end())
        numbers.tau_ms = membrane_resistance_mohm(values) * values[Id::membrane_capacitance_nf];
    return numbers;
}

std::optional<double> find_rheobase_pa(const Snapshot& values, const std::function<bool()>& cancelled) {
    const auto model = values.choice<ModelId>(Id::model);
    if (!model_fires(model)) return std::nullopt;
    if (model == ModelId::lif || model == ModelId::glif1) {
        const auto leak = leak_of(values);
        const double pa = 1000.0 * (values[Id::threshold_mv] - leak.reversal_mv) / leak.resistance_mohm; // mV/MΩ is nA
        return pa > 0.0 ? std::optional(pa) : std::nullopt;
    }
    const double tiny_pa = 10.0 * values[Id::membrane_capacitance_nf]; // 0.01 mV/ms
    return search_pa(make_neuron(values, {}, step_ms, {}), tiny_pa, cancelled);
}

} // namespace soma
