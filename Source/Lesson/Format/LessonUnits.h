#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Units of lesson questions. A typed unit is converted; a unit of another kind is refused, not guessed at.
namespace soma::lesson {

enum class Unit {
    mv,
    pa,
    na,
    ua_per_cm2,
    mohm,
    nf,
    pf,
    ms,
    s,
    hz,
    spikes_per_s,
    spikes,
    pc,
    um2,
    db,
    one,
    percent,
    model
};

/// As written in a lesson: "mV", "uA/cm2", "1", "model".
std::optional<Unit> unit_named(std::string_view name);
std::string_view name_of(Unit unit);
/// As people read it: "MΩ", "µA/cm²"; empty for a bare number.
std::string_view symbol_of(Unit unit);

/// value in `from`, expressed in `to`; nothing when the two measure different things.
std::optional<double> convert(double value, Unit from, Unit to);

struct TypedNumber {
    std::optional<double> value; ///< in the unit that was asked for
    std::string message;         ///< why there is no value, in one sentence for the student
};

/// Reads "−79", "12,6 mV", "0.0586 nF", "29e-3 nA". A decimal comma is a point, U+2212 is a minus, any SI prefix of the
/// asked unit's own base unit is understood; without a unit the number is in `asked`.
TypedNumber parse_typed(std::string_view text, Unit asked);

} // namespace soma::lesson
