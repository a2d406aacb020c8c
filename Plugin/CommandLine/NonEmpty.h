#pragma once

#include <CLI/CLI.hpp>

namespace soma::command {

/// An option that is there must not be empty: a script's variable that was never set is a mistake.
inline const CLI::Validator given(
    [](std::string& text) { return text.empty() ? std::string("is empty; give it a value or leave it out") : ""; }, "");

} // namespace soma::command
