#include "CommandLine/TextFile.h"

#include "CommandLine/Errors.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

namespace soma::command {
namespace {

std::string rest_of(std::istream& stream) { return {std::istreambuf_iterator<char>(stream), {}}; }

} // namespace

std::string read_text_file(const std::string& path, FilesRead& read) {
    read.add(path);
    if (path == "-") return rest_of(std::cin);
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) throw RunError(path + ": is a folder, not a file");
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    auto text = rest_of(file);
    if (!file.is_open() || file.bad())
        throw RunError(path + ": cannot be read: " + std::generic_category().message(errno));
    return text;
}

} // namespace soma::command
