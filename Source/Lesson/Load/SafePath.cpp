#include "Lesson/Load/Loader.h"

namespace soma::lesson {

bool safe_relative_path(std::string_view path) {
    if (path.empty() || path.find_first_of("\\:") != path.npos) return false;
    while (true) {
        const auto end = path.find('/');
        const auto part = path.substr(0, end);
        if (part.empty() || part == "." || part == "..") return false;
        if (end == path.npos) return true;
        path.remove_prefix(end + 1);
    }
}

bool stays_inside(std::string_view folder, std::string_view file) {
    while (!folder.empty() && (folder.back() == '/' || folder.back() == '\\')) folder.remove_suffix(1);
    if (folder.empty() || file.size() <= folder.size() + 1 || !file.starts_with(folder)) return false;
    const char separator = file[folder.size()];
    if (separator != '/' && separator != '\\') return false;
    for (std::string_view rest = file.substr(folder.size() + 1);;) {
        const auto end = rest.find_first_of("/\\");
        if (rest.substr(0, end) == "..") return false;
        if (end == rest.npos) return true;
        rest.remove_prefix(end + 1);
    }
}

} // namespace soma::lesson
