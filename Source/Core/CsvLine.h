#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace soma {

/// A field of a table as RFC 4180 writes it: quoted where it must be. A text that a spreadsheet would take for a
/// formula gets an apostrophe in front; a number may begin with a sign. Allocates.
std::string csv_field(std::string_view text);

/// The fields between commas, with the line's end.
std::string csv_line(std::span<const std::string> fields);
inline std::string csv_line(std::initializer_list<std::string> fields) {
    return csv_line(std::span(fields.begin(), fields.size()));
}

} // namespace soma
