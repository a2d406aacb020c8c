#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace soma {

/// How a parameter's range is laid out on a control.
enum class Scale : std::uint8_t {
    linear,
    logarithmic, ///< range > 0
    cubic,       ///< fine near the minimum, which may be 0
    symmetric,   ///< fine near 0, range of both signs
    integer,
    choice,
};

/// One row of the table: all that the host, the editor, the command line, the state and the documentation need.
struct Parameter {
    std::string_view id; ///< permanent; carries the unit
    std::string_view label;
    std::string_view group;
    std::string_view unit; ///< empty for pure numbers and choices
    double min;
    double max;
    double default_value; ///< of a choice: its index
    Scale scale;
    std::string_view choices; ///< names separated by '|', in permanent order
    std::string_view since;
    std::string_view help; ///< one sentence
};

/// Index into the table. The enumerators come from the table itself.
enum class Id : std::uint16_t {
#define PARAMETER(id, ...) id,
#include "Parameters/Table.def"
#undef PARAMETER
};

constexpr std::size_t parameter_count = 0
#define PARAMETER(...) +1 // NOLINT(bugprone-macro-parentheses): the ones are added up
#include "Parameters/Table.def"
#undef PARAMETER
    ;

/// The table. Any thread.
std::span<const Parameter, parameter_count> parameters();

inline const Parameter& parameter(Id id) { return parameters()[static_cast<std::size_t>(id)]; }

std::optional<Id> find_parameter(std::string_view id);

/// The n-th name of a choice parameter; n is rounded and held to the range.
std::string_view choice_name(const Parameter& parameter, double value);
std::size_t choice_count(const Parameter& parameter);

/// Position on a control, 0 … 1, and back. The way back gives a value that from_position accepts again unchanged.
double to_position(const Parameter& parameter, double value);
double from_position(const Parameter& parameter, double position);

/// Held to the range; integers and choices rounded; a non-finite value becomes the default. For values from hosts.
double accept(const Parameter& parameter, double value);

} // namespace soma
