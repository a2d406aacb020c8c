#pragma once

#include <string>

namespace soma::test {

std::string command_path();    ///< the built command line
std::string pictures_folder(); ///< where tests of the editor leave their pictures

} // namespace soma::test
