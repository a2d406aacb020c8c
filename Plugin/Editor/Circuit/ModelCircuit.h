#pragma once

#include "Editor/Controls/FieldModel.h"
#include "Engine/Models.h"
#include "Look/Theme.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace soma::editor {

using ModelKind = ModelId;

ModelKind model_kind(const ParameterAccess& parameters);
/// The circuit has one path for each ion, as the neuron is computed.
bool has_ion_paths(const ParameterAccess& parameters);
/// Integrate-and-fire models compute no spike that could be drawn.
bool resets_without_spike(ModelKind model);

/// Drawn parts of a branch.
enum class Element : std::uint8_t {
    current_source,
    capacitor,
    resistor,    ///< in series with a battery
    conductance, ///< the same with an arrow: voltage-gated
    reset_switch,
    after_spike, ///< a current source that spikes drive
    equation,    ///< a box with the model's own equation
};

/// A value beside its part. Columns count from the wire to the right, rows from the top; a lone field of the input and
/// the capacitor stands in the middle, a battery's at the foot.
struct CircuitField {
    enum class Place : std::uint8_t { top, middle, foot, stack };
    std::string_view symbol; ///< markup
    std::string_view spoken;
    Quantity quantity;
    Place place = Place::stack;
    int column = 0, row = 0;
};

/// The gates that open a voltage-gated conductance.
enum class Gate : std::uint8_t { none, sodium, potassium, channel };

struct Branch {
    Element element;
    Token hue;
    std::vector<CircuitField> fields;
    Gate gate = Gate::none;
    std::string_view equation = {}; ///< markup, lines separated by newlines
};

struct ModelCircuit {
    ModelKind model;
    std::string_view name;     ///< "LIF"
    std::string_view sentence; ///< "adds a threshold, a reset and a refractory time"
    bool has_capacitor = true;
};

/// In the order of the selector.
std::span<const ModelCircuit> circuits();
const ModelCircuit& circuit_of(ModelKind model);

/// The branches that the model has with the present parameters (ionic leaks have one for each ion).
std::vector<Branch> branches_of(const ParameterAccess& parameters);

/// Changes whenever branches_of would answer otherwise.
std::uint32_t branch_key(const ParameterAccess& parameters);

} // namespace soma::editor
