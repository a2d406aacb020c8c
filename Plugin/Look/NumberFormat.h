#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Numbers as the editor prints them: U+2212 for minus, no exponent, a fixed number of digits.
namespace soma::editor {

/// "−62.6"
std::string fixed(double value, int decimals);
/// Three significant digits; whole numbers keep all their digits; 0 is "0.0".
std::string significant(double value);
/// The value, or an en dash where it is not known.
std::string known(const std::optional<double>& value);
std::string known(const std::optional<double>& value, int decimals);

/// "pA" → "picoamperes": for accessible names.
std::string spoken_unit(std::string_view unit);
/// "minus 62.6 millivolts"; with `signed_unit` also "plus 50.0 millivolts".
std::string spoken(std::string_view number, std::string_view unit);

} // namespace soma::editor
