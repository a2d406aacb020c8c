#pragma once

#include <string>
#include <string_view>

namespace soma {

/// What somebody typed or wrote, in quotation marks, shortened and without control characters: for messages of one
/// line. UTF-8 is never cut within a character.
std::string in_quotes(std::string_view text);

} // namespace soma
