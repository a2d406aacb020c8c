#pragma once

#include "Membrane/Adex.h"
#include "Membrane/Channel.h"
#include "Membrane/Glif.h"
#include "Membrane/HodgkinHuxley.h"
#include "Membrane/Izhikevich.h"
#include "Membrane/Lif.h"
#include "Membrane/Rc.h"
#include "Membrane/Resistive.h"
#include "Parameters/Snapshot.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

/// Where parameters become neurons: the only place that knows both.
namespace soma {

/// The order of the parameter `model`.
enum class ModelId : std::uint8_t {
    rest,
    r,
    rc,
    lif,
    glif1,
    glif2,
    glif3,
    glif4,
    glif5,
    channel,
    hh,
    izhikevich,
    adex
};

/// How one neuron of a population differs from the table's values: factors of resistance, capacitance and the distance
/// from rest to threshold.
struct Heterogeneity {
    double resistance = 1.0, capacitance = 1.0, threshold = 1.0;
};

template <membrane::NeuronModel M>
struct Neuron {
    using Model = M;
    typename M::Coeffs coeffs;
    typename M::State state;
};

using AnyNeuron = std::variant<Neuron<membrane::Resistive>, Neuron<membrane::Rc>, Neuron<membrane::Lif>,
                               Neuron<membrane::Glif>, Neuron<membrane::Channel>, Neuron<membrane::HodgkinHuxley>,
                               Neuron<membrane::Izhikevich>, Neuron<membrane::Adex>>;
static_assert(std::is_trivially_copyable_v<AnyNeuron>,
              "neurons are plain data: making one on the audio thread is free");

/// The leak is computed from the ions' paths: it is ionic, or the model is rest, and at least one path is there.
bool leaks_by_ion(const Snapshot&);
/// The parameter is an ion's reversal potential that is computed from concentrations, not typed.
bool is_computed_reversal(const Snapshot&, Id);
/// The reversal potential that the neuron has, in mV: typed, or Nernst's. Other parameters as they are.
double reversal_mv(const Snapshot&, Id);

/// The leak as the parameters say, single or ionic. An ionic leak without any path counts as single.
membrane::Leak leak_of(const Snapshot&);

/// A neuron at rest (or as stated) whose sample lasts step_ms of model time. RT.
AnyNeuron make_neuron(const Snapshot&, const Heterogeneity&, double step_ms, const membrane::Initial&) noexcept;

/// V as it stands. RT.
double voltage_of(const AnyNeuron&) noexcept;

/// New coefficients, the same state; a neuron of another model starts as made. RT.
void retune(AnyNeuron&, const Snapshot&, const Heterogeneity&, double step_ms, const membrane::Initial&) noexcept;

/// Names of the internal variables, with units, in the order of membrane::Initial::internal.
std::span<const std::string_view> model_variables(ModelId);

/// Whether the model has spikes at all.
bool model_fires(ModelId);

/// Cost of a neuron, in ns of one core of a slow computer (2.6 GHz, of 2014; Tests/Engine/WorkBudgetTest.cpp
/// compares them with the present one). For WorkBudget.
struct ModelCost {
    double step_ns;      ///< of the scalar model, without its events
    double lane_step_ns; ///< of one of many in lanes; 0: there is no kernel
    double tune_ns;      ///< new coefficients
};
const ModelCost& model_cost(const AnyNeuron&) noexcept;

/// Integrator steps that a neuron takes in one sample without an event.
double model_steps(const AnyNeuron&, double step_ms) noexcept;

} // namespace soma
