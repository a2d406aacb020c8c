#include "Editor/Circuit/ModelCircuit.h"

#include <array>

namespace soma::editor {

namespace {

using Place = CircuitField::Place;

constexpr std::array<ModelCircuit, 13> selector{{
    {ModelKind::rest, "Rest", "is where the pulls of the batteries on V_{m} balance", false},
    {ModelKind::r, "R", "adds a current through the resistance: V_{m} follows at once", false},
    {ModelKind::rc, "RC", "adds a capacitance: V_{m} takes time"},
    {ModelKind::lif, "LIF", "adds a threshold, a reset and a refractory time"},
    {ModelKind::glif1, "GLIF 1", "adds a threshold, a reset and a refractory time"},
    {ModelKind::glif2, "GLIF 2", "adds a reset that depends on V_{m}"},
    {ModelKind::glif3, "GLIF 3", "adds after-spike currents"},
    {ModelKind::glif4, "GLIF 4", "adds a reset rule and after-spike currents"},
    {ModelKind::glif5, "GLIF 5", "adds a moving threshold"},
    {ModelKind::hh, "HH", "adds voltage-gated Na and K conductances"},
    {ModelKind::izhikevich, "Izhikevich", "is a different short cut to the same spikes"},
    {ModelKind::adex, "AdEx", "is a different short cut to the same spikes"},
    {ModelKind::channel, "Channel", "opens one voltage-gated conductance"},
}};

constexpr double mm2_per_nf = 0.1; ///< at 1 µF/cm²

Quantity plain(Id id) { return {.id = id}; }
Quantity capacitance() { return {.id = Id::membrane_capacitance_nf, .factor = 1000.0, .unit = "pF"}; }
Quantity plus(Id id) { return {.id = id, .plus = true}; }

Branch current_branch(const ParameterAccess& parameters) {
    // With a stimulus the field is its amplitude, else the constant current.
    const bool stimulated = parameters.value(Id::stim_shape) > 0.5;
    const auto id = stimulated ? Id::stim_amplitude_pa : Id::holding_current_pa;
    return {Element::current_source,
            Token::cur,
            {{"I", stimulated ? "Stimulus amplitude" : "Holding current", plain(id), Place::middle}}};
}

Branch capacitor_branch(ModelKind model) {
    Branch branch{Element::capacitor, Token::text, {{"C", "Membrane capacitance", capacitance(), Place::middle}}};
    // Of the squid's membrane 1 cm² has 1 µF: the area converts mS/cm² to µS.
    if (model == ModelKind::hh)
        branch.fields.push_back({"A",
                                 "Membrane area",
                                 {.id = Id::membrane_capacitance_nf, .factor = mm2_per_nf, .unit = "mm²"},
                                 Place::middle,
                                 0,
                                 1});
    return branch;
}

Branch path_branch(Token hue, const CircuitField& resistance, const CircuitField& reversal) {
    return {Element::resistor, hue, {resistance, reversal}};
}

struct IonRow {
    Id present, resistance, reversal;
    std::string_view resistance_symbol, reversal_symbol, resistance_name, reversal_name;
    Token hue;
};
constexpr std::array<IonRow, 4> ions{
    {{Id::sodium_leak, Id::sodium_resistance_mohm, Id::sodium_reversal_mv, "R_{Na}", "E_{Na}", "Resistance for sodium",
      "Reversal potential of sodium", Token::na},
     {Id::potassium_leak, Id::potassium_resistance_mohm, Id::potassium_reversal_mv, "R_{K}", "E_{K}",
      "Resistance for potassium", "Reversal potential of potassium", Token::k},
     {Id::chloride_leak, Id::chloride_resistance_mohm, Id::chloride_reversal_mv, "R_{Cl}", "E_{Cl}",
      "Resistance for chloride", "Reversal potential of chloride", Token::leak},
     {Id::extra_leak, Id::extra_resistance_mohm, Id::extra_reversal_mv, "R_{X}", "E_{X}",
      "Resistance for the other ion", "Reversal potential of the other ion", Token::leak}}};

void add_leak(const ParameterAccess& parameters, std::vector<Branch>& branches) {
    if (!has_ion_paths(parameters)) {
        branches.push_back(
            path_branch(Token::leak, {"R_{m}", "Membrane resistance", plain(Id::membrane_resistance_mohm), Place::top},
                        {"E_{L}", "Resting potential", plain(Id::rest_mv), Place::foot}));
        return;
    }
    for (const auto& ion : ions)
        if (parameters.value(ion.present) > 0.5)
            branches.push_back(
                path_branch(ion.hue, {ion.resistance_symbol, ion.resistance_name, plain(ion.resistance), Place::top},
                            {ion.reversal_symbol, ion.reversal_name, plus(ion.reversal), Place::foot}));
}

Branch reset_branch(ModelKind model) {
    const bool rule = model == ModelKind::glif2 || model == ModelKind::glif4 || model == ModelKind::glif5;
    Branch branch{Element::reset_switch, Token::thr, {}};
    auto& fields = branch.fields;
    fields.push_back({"V_{th}", "Threshold", plain(Id::threshold_mv), Place::top, 0, 0});
    fields.push_back({"t_{ref}", "Refractory period", plain(Id::refractory_ms), Place::top, 0, 1});
    if (!rule) {
        fields.push_back({"V_{reset}", "Reset", plain(Id::reset_mv), Place::foot});
        return branch;
    }
    for (auto& field : fields) field.place = Place::stack;
    fields.push_back({"a", "Reset slope a", plain(Id::glif_reset_slope), Place::stack, 0, 2});
    fields.push_back({"b", "Reset offset b", plain(Id::glif_reset_offset_mv), Place::stack, 0, 3});
    fields.push_back({"δ_{s}", "Threshold step per spike", plain(Id::threshold_spike_step_mv), Place::stack, 0, 4});
    fields.push_back({"b_{s}", "Threshold step decay", plain(Id::threshold_spike_decay_per_s), Place::stack, 0, 5});
    if (model == ModelKind::glif5) {
        fields.push_back(
            {"a_{v}", "Threshold voltage gain", plain(Id::threshold_voltage_gain_per_s), Place::stack, 1, 0});
        fields.push_back(
            {"b_{v}", "Threshold voltage decay", plain(Id::threshold_voltage_decay_per_s), Place::stack, 1, 1});
    }
    return branch;
}

Branch after_spike_branch() {
    return {Element::after_spike,
            Token::cur,
            {{"I_{1}", "After-spike current 1", plain(Id::asc1_amplitude_pa), Place::stack, 0, 0},
             {"k_{1}", "After-spike current 1 decay", plain(Id::asc1_decay_per_s), Place::stack, 0, 1},
             {"r_{1}", "After-spike current 1 retention", plain(Id::asc1_retention), Place::stack, 0, 2},
             {"I_{2}", "After-spike current 2", plain(Id::asc2_amplitude_pa), Place::stack, 0, 3},
             {"k_{2}", "After-spike current 2 decay", plain(Id::asc2_decay_per_s), Place::stack, 0, 4},
             {"r_{2}", "After-spike current 2 retention", plain(Id::asc2_retention), Place::stack, 0, 5}}};
}

void add_hodgkin_huxley(const ParameterAccess& parameters, std::vector<Branch>& branches) {
    const auto conductance = [](Id id) {
        return Quantity{.id = id, .form = Quantity::Form::hh_conductance, .unit = "µS"};
    };
    branches.push_back({Element::conductance,
                        Token::na,
                        {{"g_{Na}", "Sodium conductance", conductance(Id::hh_sodium_ms_cm2), Place::top},
                         {"E_{Na}", "Reversal potential of sodium", plus(Id::sodium_reversal_mv), Place::foot}},
                        Gate::sodium});
    branches.push_back({Element::conductance,
                        Token::k,
                        {{"g_{K}", "Potassium conductance", conductance(Id::hh_potassium_ms_cm2), Place::top},
                         {"E_{K}", "Reversal potential of potassium", plus(Id::potassium_reversal_mv), Place::foot}},
                        Gate::potassium});
    if (has_ion_paths(parameters)) {
        add_leak(parameters, branches);
        return;
    }
    branches.push_back(
        path_branch(Token::leak,
                    {"R_{L}",
                     "Leak resistance",
                     {.id = Id::hh_leak_ms_cm2, .form = Quantity::Form::hh_resistance, .unit = "MΩ"},
                     Place::top},
                    {"E_{L}", "Reversal potential of the leak", plain(Id::hh_leak_reversal_mv), Place::foot}));
}

Branch izhikevich_branch() {
    return {Element::equation,
            Token::thr,
            {{"a", "Recovery rate a", plain(Id::izh_a), Place::stack, 0, 0},
             {"b", "Recovery gain b", plain(Id::izh_b), Place::stack, 0, 1},
             {"c", "Reset c", plain(Id::izh_c_mv), Place::stack, 0, 2},
             {"d", "Recovery step d", plain(Id::izh_d), Place::stack, 0, 3},
             {"V_{peak}", "Peak", plain(Id::izh_peak_mv), Place::stack, 1, 0},
             {"k_{2}", "Quadratic term", plain(Id::izh_quadratic), Place::stack, 1, 1},
             {"k_{1}", "Linear term", plain(Id::izh_linear), Place::stack, 1, 2},
             {"k_{0}", "Constant term", plain(Id::izh_constant), Place::stack, 1, 3}},
            Gate::none,
            "V′ = k_{2}V² + k_{1}V + k_{0} − u + I/C\nu′ = a (b V − u)\nV ≥ V_{peak}: V = c, u + d"};
}

Branch adex_branch() {
    return {Element::equation,
            Token::thr,
            {{"V_{T}", "Threshold", plain(Id::threshold_mv), Place::stack, 0, 0},
             {"Δ_{T}", "Slope factor", plain(Id::adex_slope_mv), Place::stack, 0, 1},
             {"V_{peak}", "Peak", plain(Id::adex_peak_mv), Place::stack, 0, 2},
             {"V_{r}", "Reset", plain(Id::reset_mv), Place::stack, 0, 3},
             {"a", "Adaptation a", plain(Id::adex_adaptation_ns), Place::stack, 1, 0},
             {"τ_{w}", "Adaptation time constant", plain(Id::adex_tau_w_ms), Place::stack, 1, 1},
             {"b", "Adaptation step b", plain(Id::adex_spike_step_pa), Place::stack, 1, 2},
             {"t_{ref}", "Refractory period", plain(Id::refractory_ms), Place::stack, 1, 3}},
            Gate::none,
            "I_{T} = g Δ_{T} exp((V − V_{T})/Δ_{T})\nτ_{w}w′ = a (V − E_{L}) − w"};
}

void add_channel(std::vector<Branch>& branches) {
    branches.push_back({Element::conductance,
                        Token::k,
                        {{"g_{max}", "Maximal conductance", plain(Id::channel_max_ns), Place::top},
                         {"E_{ch}", "Reversal potential of the channel", plain(Id::channel_reversal_mv), Place::foot}},
                        Gate::channel});
    branches.push_back({Element::equation,
                        Token::k,
                        {{"A_{α}", "Alpha at 0 millivolts", plain(Id::channel_alpha_per_ms), Place::stack, 0, 0},
                         {"B_{α}", "Alpha slope", plain(Id::channel_alpha_per_mv), Place::stack, 0, 1},
                         {"A_{β}", "Beta at 0 millivolts", plain(Id::channel_beta_per_ms), Place::stack, 0, 2},
                         {"B_{β}", "Beta slope", plain(Id::channel_beta_per_mv), Place::stack, 0, 3},
                         {"p", "Gates", plain(Id::channel_gates), Place::stack, 0, 4}},
                        Gate::none,
                        "g = g_{max} · x^{p}"});
}

} // namespace

ModelKind model_kind(const ParameterAccess& parameters) {
    return static_cast<ModelKind>(static_cast<int>(parameters.value(Id::model)));
}

bool has_ion_paths(const ParameterAccess& parameters) { return leaks_by_ion(snapshot_of(parameters)); }

bool resets_without_spike(ModelKind model) { return model >= ModelKind::lif && model <= ModelKind::glif5; }

std::span<const ModelCircuit> circuits() { return selector; }

const ModelCircuit& circuit_of(ModelKind model) {
    for (const auto& circuit : selector)
        if (circuit.model == model) return circuit;
    return selector[0];
}

std::vector<Branch> branches_of(const ParameterAccess& parameters) {
    std::vector<Branch> branches;
    const auto model = model_kind(parameters);
    branches.push_back(current_branch(parameters));
    if (circuit_of(model).has_capacitor) branches.push_back(capacitor_branch(model));
    switch (model) {
    case ModelKind::hh:
        add_hodgkin_huxley(parameters, branches);
        break;
    case ModelKind::izhikevich:
        branches.push_back(izhikevich_branch());
        break;
    case ModelKind::adex:
        add_leak(parameters, branches);
        branches.push_back(adex_branch());
        break;
    case ModelKind::channel:
        add_leak(parameters, branches);
        add_channel(branches);
        break;
    default:
        add_leak(parameters, branches);
        if (resets_without_spike(model)) branches.push_back(reset_branch(model));
        if (model >= ModelKind::glif3 && model <= ModelKind::glif5) branches.push_back(after_spike_branch());
        break;
    }
    return branches;
}

std::uint32_t branch_key(const ParameterAccess& parameters) {
    auto key = static_cast<std::uint32_t>(parameters.value(Id::model));
    for (const auto id : {Id::leak, Id::sodium_leak, Id::potassium_leak, Id::chloride_leak, Id::extra_leak})
        key = key * 2 + (parameters.value(id) > 0.5 ? 1 : 0);
    return key * 2 + (parameters.value(Id::stim_shape) > 0.5 ? 1 : 0);
}

} // namespace soma::editor
