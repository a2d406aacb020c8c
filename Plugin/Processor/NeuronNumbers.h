#pragma once

#include "Engine/Models.h"

#include <functional>
#include <optional>

namespace soma {

/// Numbers that follow from a neuron's parameters alone; none where the model has no such number.
struct NeuronNumbers {
    std::optional<double> rest_mv;
    std::optional<double> tau_ms; ///< R·C of the leak
    std::optional<double> rheobase_pa;
};

/// Rest and τ; microseconds. Any thread but the audio thread.
NeuronNumbers quick_numbers(const Snapshot&);

/// The smallest current that, switched on and left on, fires within 400 ms of model time: closed form for LIF and GLIF
/// 1, to a part in 10⁴ for the others. None for models that do not fire, and where no current within the parameter's
/// range does it. Milliseconds to a second; gives up, with none, when `cancelled` says so.
std::optional<double> find_rheobase_pa(const Snapshot&, const std::function<bool()>& cancelled);

} // namespace soma
