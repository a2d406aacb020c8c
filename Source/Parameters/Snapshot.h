#pragma once

#include "Parameters/Parameter.h"

#include <array>

namespace soma {

/// One value for each parameter: plain data that crosses threads by copy. Values are as accept() leaves them.
class Snapshot {
  public:
    /// All defaults.
    Snapshot() {
        for (std::size_t i = 0; i < parameter_count; ++i) values_[i] = parameters()[i].default_value;
    }

    double operator[](Id id) const { return values_[static_cast<std::size_t>(id)]; }
    void set(Id id, double value) { values_[static_cast<std::size_t>(id)] = accept(parameter(id), value); }

    /// The choice parameter's index, to be compared with an enum of the same order.
    template <class Enum>
    Enum choice(Id id) const {
        return static_cast<Enum>(static_cast<int>((*this)[id]));
    }
    int integer(Id id) const { return static_cast<int>((*this)[id]); }
    bool on(Id id) const { return (*this)[id] > 0.5; }

    bool operator==(const Snapshot&) const = default;

  private:
    std::array<double, parameter_count> values_;
};

} // namespace soma
