#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace soma {

/// The names most like what was typed, best first, at most `count`; empty when none is like it. Case, '-', '_' and the
/// part of a name before '/' matter little.
std::vector<std::string_view> near_matches(std::string_view typed, const std::vector<std::string_view>& names,
                                           std::size_t count = 3);

/// "; near: a, b, c", or nothing.
std::string near_matches_text(std::string_view typed, const std::vector<std::string_view>& names);

} // namespace soma
