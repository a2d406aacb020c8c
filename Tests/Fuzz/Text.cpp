#include "Fuzz/Case.h"

#include "Parameters/ParameterText.h"

namespace soma::fuzz {

/// Text that people type into fields and behind --set gives a value the parameter can have, printed so that it reads
/// back as the same; or one line that names the parameter. The first two bytes choose it.
void run_case(std::string_view bytes) {
    Bytes input(bytes.substr(0, 2));
    const auto& row = parameter(static_cast<Id>(input.below(static_cast<int>(parameter_count))));
    const auto typed = bytes.substr(std::min<std::size_t>(bytes.size(), 2));
    const auto parsed = parse_value(row, typed);
    if (const auto* error = std::get_if<TextError>(&parsed)) return require_complaint(error->message, row.id);
    const double value = std::get<double>(parsed);
    require(value == accept(row, value), "an accepted text is a value the parameter can have");
    const auto exact = parse_value(row, exact_text(row, value));
    require(std::holds_alternative<double>(exact) && std::get<double>(exact) == value, "exact text reads back");
    const auto shown = display_text(row, value);
    require(std::holds_alternative<double>(parse_value(row, shown)), "what is shown can be typed: " + shown);
    const double position = to_position(row, value);
    require(position >= 0.0 && position <= 1.0, "a control has a place for it");
    const double settled = from_position(row, position);
    require(accept(row, settled) == settled, "the control's place is a value");
}

} // namespace soma::fuzz
