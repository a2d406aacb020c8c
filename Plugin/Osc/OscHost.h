#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace soma::osc {

/// Why this cannot be the name or IPv4 address of a computer, in one line that says what would be right; none if it
/// can. Whether there is such a computer is for the network to say.
std::optional<std::string> wrong_host(std::string_view text);

} // namespace soma::osc
