#include "Support/Paths.h"

namespace soma::test {

// The only file that knows the folder: the compiler's cache then serves all other files in every checkout.
std::string project_path(std::string_view below) { return std::string{SOMAPHONE_SOURCE_DIR "/"}.append(below); }

} // namespace soma::test
