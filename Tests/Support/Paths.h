#pragma once

#include <string>
#include <string_view>

namespace soma::test {

/// A path below the project's top folder, for example "Tests/Reference/hh_ramp.csv".
std::string project_path(std::string_view below);

} // namespace soma::test
