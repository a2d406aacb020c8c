#pragma once

#include "Parameters/Parameter.h"

namespace soma {

/// A parameter's name for so many characters: the table's own where it fits, from 16 one for a controller's display of
/// 16, otherwise one of at most 8, which is cut below 8. Any thread.
std::string_view short_name(Id, int most_characters);

} // namespace soma
