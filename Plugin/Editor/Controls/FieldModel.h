#pragma once

#include "Session/EditorHost.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace soma::editor {

/// The value that a value field shows and changes, in the unit that it shows.
class FieldModel {
  public:
    virtual ~FieldModel() = default;

    /// Label, unit, range, default and scale as shown.
    virtual Parameter meta() const = 0;
    /// meta() with the range that a control spans at the present value; typing reaches all of it.
    virtual Parameter control_meta() const { return meta(); }
    virtual double value() const = 0;
    /// Differs from value() while a host or a controller moves it.
    virtual double live_value() const { return value(); }
    virtual void begin() {}
    /// Goes on with what ended a moment ago.
    virtual void resume() {}
    virtual void set(double shown) = 0;
    virtual void end() {}
    virtual std::string text(double shown) const;
    /// Value of a word that may be typed in place of a number.
    virtual std::optional<double> value_of_word(std::string_view) const { return std::nullopt; }

    virtual bool locked() const { return false; }
    /// Set by ear: its number is neither seen nor typed nor spoken.
    virtual bool blind() const { return false; }
    /// The parameter behind it, for MIDI learn, units and locks.
    virtual std::optional<Id> id() const { return std::nullopt; }
    /// Units a person may choose between; empty: only its own.
    virtual std::vector<std::string> units() const { return {}; }
    virtual void choose_unit(std::string_view) {}
};

/// How a parameter is shown where that is not its own unit and range.
struct Quantity {
    Id id;
    enum class Form : std::uint8_t {
        scaled,         ///< shown = value · factor
        reciprocal,     ///< shown = factor / value
        hh_conductance, ///< µS of the whole cell from mS/cm²
        hh_resistance,  ///< MΩ of the whole cell from mS/cm²
    };
    Form form = Form::scaled;
    double factor = 1.0;
    std::string_view unit = {};     ///< empty: the parameter's own
    int decimals = -1;              ///< −1: three significant digits
    std::optional<double> min = {}; ///< shown range where it is narrower, or not to be computed
    std::optional<double> max = {};
    bool plus = false; ///< positive values carry a plus
};

std::unique_ptr<FieldModel> model_of(ParameterAccess& parameters, const Quantity& quantity);

/// "10 µA" of 1e7 pA: in the unit of its kind that makes the number short.
std::string short_quantity(double value, std::string_view unit);
/// "mV is not a current: use pA, nA or µA", for a unit that was typed where `unit` stands; none where it is of its
/// kind.
std::optional<std::string> unit_complaint(std::string_view typed, std::string_view unit);

/// A value that is no parameter: a setting of the scope.
struct FreeValue {
    std::function<Parameter()> meta; ///< may change with what the value is of
    std::function<double()> get;
    std::function<void(double)> set;
    int decimals = -1;
    std::string_view zero = {}; ///< the word for 0, where that is no amount: "auto"
};
std::unique_ptr<FieldModel> model_of(FreeValue value);

} // namespace soma::editor
