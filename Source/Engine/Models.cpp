#include "Engine/Models.h"

#include "Membrane/RestingPotential.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

namespace soma {
namespace {

using membrane::Adex;
using membrane::Channel;
using membrane::Glif;
using membrane::HodgkinHuxley;
using membrane::Izhikevich;
using membrane::Lif;
using membrane::Rc;
using membrane::Resistive;

struct IonRow {
    Id on, resistance_mohm, reversal_mv, inside_mm, outside_mm;
    int valence; ///< 0: as the parameter extra_valence says
};

constexpr IonRow sodium{Id::sodium_leak,      Id::sodium_resistance_mohm, Id::sodium_reversal_mv,
                        Id::sodium_inside_mm, Id::sodium_outside_mm,      1};
constexpr IonRow potassium{Id::potassium_leak,      Id::potassium_resistance_mohm, Id::potassium_reversal_mv,
                           Id::potassium_inside_mm, Id::potassium_outside_mm,      1};
constexpr IonRow chloride{Id::chloride_leak,      Id::chloride_resistance_mohm, Id::chloride_reversal_mv,
                          Id::chloride_inside_mm, Id::chloride_outside_mm,      -1};
constexpr IonRow extra{Id::extra_leak,      Id::extra_resistance_mohm, Id::extra_reversal_mv,
                       Id::extra_inside_mm, Id::extra_outside_mm,      0};
constexpr std::array ions{sodium, potassium, chloride, extra};

int valence_of(const IonRow& ion, const Snapshot& values) {
    constexpr std::array<int, 4> choices{-2, -1, 1, 2};
    return ion.valence != 0 ? ion.valence : choices[static_cast<std::size_t>(values.integer(Id::extra_valence))];
}

double reversal_of(const IonRow& ion, const Snapshot& values) {
    if (!values.on(Id::reversal_source)) return values[ion.reversal_mv];
    return membrane::nernst_mv(values[ion.inside_mm], values[ion.outside_mm], valence_of(ion, values),
                               values[Id::temperature_c]);
}

/// Null for other parameters.
const IonRow* ion_with(Id reversal) {
    for (const auto& ion : ions)
        if (ion.reversal_mv == reversal) return &ion;
    return nullptr;
}

std::optional<membrane::Leak> ionic_leak(const Snapshot& values) {
    std::array<membrane::IonPath, ions.size()> paths;
    std::size_t count = 0;
    for (const auto& ion : ions)
        if (values.on(ion.on)) paths[count++] = {values[ion.resistance_mohm], reversal_of(ion, values)};
    if (count == 0) return std::nullopt;
    return membrane::combine({paths.data(), count});
}

membrane::Leak leak_of(const Snapshot& values, const Heterogeneity& heterogeneity) {
    auto leak = soma::leak_of(values);
    leak.resistance_mohm *= heterogeneity.resistance;
    return leak;
}

double capacitance_of(const Snapshot& values, const Heterogeneity& heterogeneity) {
    return values[Id::membrane_capacitance_nf] * heterogeneity.capacitance;
}

double threshold_of(const Snapshot& values, const Heterogeneity& heterogeneity) {
    const double rest_mv = soma::leak_of(values).reversal_mv;
    return rest_mv + (values[Id::threshold_mv] - rest_mv) * heterogeneity.threshold;
}

// One function for each model: from parameters to Params.

void read(const Snapshot& values, const Heterogeneity& heterogeneity, Resistive::Params& params) {
    params.leak = leak_of(values, heterogeneity);
}

void read(const Snapshot& values, const Heterogeneity& heterogeneity, Rc::Params& params) {
    params = {leak_of(values, heterogeneity), capacitance_of(values, heterogeneity)};
}

void read(const Snapshot& values, const Heterogeneity& heterogeneity, Lif::Params& params) {
    params = {leak_of(values, heterogeneity), capacitance_of(values, heterogeneity),
              threshold_of(values, heterogeneity), values[Id::reset_mv], values[Id::refractory_ms]};
}

void read(const Snapshot& values, const Heterogeneity& heterogeneity, Glif::Params& params) {
    params.level = values.integer(Id::model) - static_cast<int>(ModelId::glif1) + 1;
    params.leak = leak_of(values, heterogeneity);
    params.capacitance_nf = capacitance_of(values, heterogeneity);
    params.threshold_mv = threshold_of(values, heterogeneity);
    params.reset_mv = values[Id::reset_mv];
    params.refractory_ms = values[Id::refractory_ms];
    params.reset_slope = values[Id::glif_reset_slope];
    params.reset_offset_mv = values[Id::glif_reset_offset_mv];
    params.after_spike = {{{values[Id::asc1_amplitude_pa], values[Id::asc1_decay_per_s], values[Id::asc1_retention]},
                           {values[Id::asc2_amplitude_pa], values[Id::asc2_decay_per_s], values[Id::asc2_retention]}}};
    params.threshold_spike_step_mv = values[Id::threshold_spike_step_mv];
    params.threshold_spike_decay_per_s = values[Id::threshold_spike_decay_per_s];
    params.threshold_voltage_gain_per_s = values[Id::threshold_voltage_gain_per_s];
    params.threshold_voltage_decay_per_s = values[Id::threshold_voltage_decay_per_s];
}

void read(const Snapshot& values, const Heterogeneity& heterogeneity, Channel::Params& params) {
    params.leak = leak_of(values, heterogeneity);
    params.capacitance_nf = capacitance_of(values, heterogeneity);
    params.max_ns = values[Id::channel_max_ns];
    params.reversal_mv = values[Id::channel_reversal_mv];
    params.gates = values.integer(Id::channel_gates);
    params.alpha = {values[Id::channel_alpha_per_ms], values[Id::channel_alpha_per_mv]};
    params.beta = {values[Id::channel_beta_per_ms], values[Id::channel_beta_per_mv]};
    params.spike_level_mv = values[Id::spike_level_mv];
}

/// E_Na and E_K are the batteries of the ionic leak: one sodium, one potassium.
void read(const Snapshot& values, const Heterogeneity& heterogeneity, HodgkinHuxley::Params& params) {
    params.capacitance_nf = capacitance_of(values, heterogeneity);
    params.sodium_ms_cm2 = values[Id::hh_sodium_ms_cm2];
    params.potassium_ms_cm2 = values[Id::hh_potassium_ms_cm2];
    params.leak_ms_cm2 = values[Id::hh_leak_ms_cm2] / heterogeneity.resistance;
    params.sodium_reversal_mv = reversal_of(sodium, values);
    params.potassium_reversal_mv = reversal_of(potassium, values);
    params.leak_reversal_mv = values[Id::hh_leak_reversal_mv];
    params.temperature_c = values[Id::hh_temperature_c];
    params.ttx_block = 0.01 * values[Id::hh_ttx_percent];
    params.tea_block = 0.01 * values[Id::hh_tea_percent];
    params.spike_level_mv = values[Id::spike_level_mv];
    params.use_leak = values.on(Id::leak);
    params.leak = leak_of(values, heterogeneity);
}

void read(const Snapshot& values, const Heterogeneity& heterogeneity, Izhikevich::Params& params) {
    params.capacitance_nf = capacitance_of(values, heterogeneity);
    params.a = values[Id::izh_a];
    params.b = values[Id::izh_b];
    params.c_mv = values[Id::izh_c_mv];
    params.d = values[Id::izh_d];
    params.quadratic = values[Id::izh_quadratic];
    params.linear = values[Id::izh_linear];
    params.constant = values[Id::izh_constant];
    params.recovery_offset_mv = values[Id::izh_recovery_offset_mv];
    params.recovery_leak = values[Id::izh_recovery_leak];
    params.peak_mv = values[Id::izh_peak_mv];
    params.scheme = values.choice<Izhikevich::Scheme>(Id::izh_scheme);
    params.euler_step_ms = values[Id::izh_euler_step_ms];
}

void read(const Snapshot& values, const Heterogeneity& heterogeneity, Adex::Params& params) {
    params.leak = leak_of(values, heterogeneity);
    params.capacitance_nf = capacitance_of(values, heterogeneity);
    params.threshold_mv = threshold_of(values, heterogeneity);
    params.slope_mv = values[Id::adex_slope_mv];
    params.adaptation_ns = values[Id::adex_adaptation_ns];
    params.adaptation_tau_ms = values[Id::adex_tau_w_ms];
    params.adaptation_step_pa = values[Id::adex_spike_step_pa];
    params.peak_mv = values[Id::adex_peak_mv];
    params.reset_mv = values[Id::reset_mv];
    params.refractory_ms = values[Id::refractory_ms];
}

template <class M>
typename M::Coeffs coeffs_of(const Snapshot& values, const Heterogeneity& heterogeneity, double step_ms) {
    typename M::Params params;
    read(values, heterogeneity, params);
    return M::prepare(params, step_ms);
}

template <class M>
AnyNeuron make(const Snapshot& values, const Heterogeneity& heterogeneity, double step_ms,
               const membrane::Initial& initial) {
    const auto coeffs = coeffs_of<M>(values, heterogeneity, step_ms);
    return Neuron<M>{coeffs, M::reset(coeffs, initial)};
}

template <class M>
void retune_as(AnyNeuron& neuron, const Snapshot& values, const Heterogeneity& heterogeneity, double step_ms,
               const membrane::Initial& initial) {
    if (auto* kept = std::get_if<Neuron<M>>(&neuron))
        kept->coeffs = coeffs_of<M>(values, heterogeneity, step_ms);
    else
        neuron = make<M>(values, heterogeneity, step_ms, initial);
}

/// Functions and facts of each model that the engine calls by number, in the order of ModelId.
struct ModelRow {
    AnyNeuron (*make)(const Snapshot&, const Heterogeneity&, double, const membrane::Initial&);
    void (*retune)(AnyNeuron&, const Snapshot&, const Heterogeneity&, double, const membrane::Initial&);
    std::span<const std::string_view> variables;
    bool fires;
};

template <class M>
constexpr ModelRow row(bool fires) {
    return {&make<M>, &retune_as<M>, M::variables, fires};
}

constexpr std::array models{
    row<Resistive>(false),    row<Resistive>(false), row<Rc>(false),  row<Lif>(true),  row<Glif>(true),
    row<Glif>(true),          row<Glif>(true),       row<Glif>(true), row<Glif>(true), row<Channel>(true),
    row<HodgkinHuxley>(true), row<Izhikevich>(true), row<Adex>(true)};

const ModelRow& row_of(ModelId model) { return models[std::min(static_cast<std::size_t>(model), models.size() - 1)]; }

} // namespace

bool leaks_by_ion(const Snapshot& values) {
    const bool asked = values.on(Id::leak) || values.choice<ModelId>(Id::model) == ModelId::rest;
    return asked && std::any_of(ions.begin(), ions.end(), [&](const IonRow& ion) { return values.on(ion.on); });
}

bool is_computed_reversal(const Snapshot& values, Id id) {
    return values.on(Id::reversal_source) && ion_with(id) != nullptr;
}

double reversal_mv(const Snapshot& values, Id id) {
    const auto* ion = ion_with(id);
    return ion != nullptr ? reversal_of(*ion, values) : values[id];
}

membrane::Leak leak_of(const Snapshot& values) {
    const auto combined = leaks_by_ion(values) ? ionic_leak(values) : std::nullopt;
    return combined.value_or(membrane::Leak{values[Id::membrane_resistance_mohm], values[Id::rest_mv]});
}

AnyNeuron make_neuron(const Snapshot& values, const Heterogeneity& heterogeneity, double step_ms,
                      const membrane::Initial& initial) noexcept {
    return row_of(values.choice<ModelId>(Id::model)).make(values, heterogeneity, step_ms, initial);
}

double voltage_of(const AnyNeuron& any) noexcept {
    return std::visit([]<class M>(const Neuron<M>& neuron) { return M::voltage_mv(neuron.coeffs, neuron.state); }, any);
}

void retune(AnyNeuron& neuron, const Snapshot& values, const Heterogeneity& heterogeneity, double step_ms,
            const membrane::Initial& initial) noexcept {
    row_of(values.choice<ModelId>(Id::model)).retune(neuron, values, heterogeneity, step_ms, initial);
}

std::span<const std::string_view> model_variables(ModelId model) { return row_of(model).variables; }

bool model_fires(ModelId model) { return row_of(model).fires; }

namespace {

template <class M>
constexpr ModelCost cost{10.0, 0.0, 100.0};
template <>
constexpr ModelCost cost<Lif>{30.0, 0.6, 100.0};
template <>
constexpr ModelCost cost<Rc>{10.0, 0.6, 100.0};
template <>
constexpr ModelCost cost<Glif>{60.0, 2.0, 400.0};
template <>
constexpr ModelCost cost<Channel>{110.0, 0.0, 100.0};
template <>
constexpr ModelCost cost<HodgkinHuxley>{230.0, 6.0, 150.0};
template <>
constexpr ModelCost cost<Izhikevich>{60.0, 3.0, 100.0};
template <>
constexpr ModelCost cost<Adex>{140.0, 6.0, 150.0};

template <class M>
double steps_of(const typename M::Coeffs& coeffs, double step_ms) {
    if constexpr (std::is_same_v<M, Channel> || std::is_same_v<M, HodgkinHuxley>)
        return std::ceil(step_ms / coeffs.longest_step_ms);
    else if constexpr (std::is_same_v<M, Izhikevich>)
        return coeffs.params.scheme == Izhikevich::Scheme::exact ? std::ceil(step_ms / Izhikevich::longest_step_ms)
                                                                 : 1.0 + step_ms / coeffs.params.euler_step_ms;
    else if constexpr (std::is_same_v<M, Adex>)
        return std::ceil(step_ms / Adex::longest_step_ms);
    else
        return 1.0;
}

} // namespace

const ModelCost& model_cost(const AnyNeuron& any) noexcept {
    return std::visit([]<class M>(const Neuron<M>&) -> const ModelCost& { return cost<M>; }, any);
}

double model_steps(const AnyNeuron& any, double step_ms) noexcept {
    return std::visit([&]<class M>(const Neuron<M>& neuron) { return steps_of<M>(neuron.coeffs, step_ms); }, any);
}

} // namespace soma
