#include "Engine/InitialState.h"

#include "Core/Utf8.h"

#include <algorithm>

namespace soma {

std::variant<membrane::Initial, TextError> initial_state(ModelId model,
                                                         const std::map<std::string, double, std::less<>>& values) {
    const auto variables = model_variables(model);
    membrane::Initial initial;
    for (const auto& [name, value] : values) {
        const auto found = std::ranges::find(variables, name);
        if (name == "voltage_mV") {
            initial.voltage_mv = value;
        } else if (found != variables.end()) {
            initial.internal[static_cast<std::size_t>(found - variables.begin())] = value;
        } else {
            std::string known = "voltage_mV";
            for (const auto variable : variables) known.append(", ").append(variable);
            return TextError{"initial: the model " +
                             std::string(choice_name(parameter(Id::model), static_cast<double>(model))) +
                             " has no variable " + in_quotes(name) + "; it has " + known};
        }
    }
    return initial;
}

} // namespace soma
