#pragma once

#include "Engine/Models.h"
#include "Parameters/ParameterText.h"

#include <map>
#include <string>
#include <variant>

namespace soma {

/// Where a neuron starts, from values by name as cells and presets state them: "voltage_mV" and the model's own
/// variables. A name that the model does not have is an error that says which it has. Message thread.
std::variant<membrane::Initial, TextError> initial_state(ModelId model,
                                                         const std::map<std::string, double, std::less<>>& values);

} // namespace soma
