#pragma once

#include "Core/DecimalText.h"
#include "Parameters/Parameter.h"

#include <string>
#include <variant>

/// Values as people read and type them. Locale-independent. Any thread but the audio thread.
namespace soma {

/// The fault of a typed value, in one sentence that names the parameter and says what would be right.
struct TextError {
    std::string message;
};

/// "200", "200 pA", "0.2 nA", "0,2 nA", "2k" (of Hz), "lif", "off". SI prefixes of the parameter's own unit are
/// converted; a wrong unit, a value outside the range, an unknown choice or a non-number is an error. "off" is the
/// lowest value of a level in dB.
std::variant<double, TextError> parse_value(const Parameter& parameter, std::string_view text);

/// The number alone with all its digits (shortest text that reads back as the same double), or the choice's name.
std::string exact_text(const Parameter& parameter, double value);

/// For reading: three significant digits and the unit, "−62.6 mV", "58.6 pF"; the unit is the parameter's own.
std::string display_text(const Parameter& parameter, double value);

} // namespace soma
