#include "BuiltPaths.h"

namespace soma::test {

std::string command_path() { return SOMAPHONE_COMMAND; }
std::string pictures_folder() { return SOMAPHONE_PICTURES; }

} // namespace soma::test
