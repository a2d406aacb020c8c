#include "CommandLineRun.h"
#include "BuiltPaths.h"

#include "Parameters/ParameterText.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace soma::test {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("no file " + path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> parts;
    std::stringstream stream(line);
    for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
    return parts;
}

fs::path unique_folder(const char* what) {
    static int count = 0;
    return fs::temp_directory_path() /
           ("somaphone-test-" + std::to_string(getpid()) + "-" + std::to_string(++count) + what);
}

} // namespace

CsvFile parse_csv(const std::string& text) {
    CsvFile csv;
    std::stringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) {
            csv.comments.push_back(line);
        } else if (csv.names.empty()) {
            csv.names = split(line);
        } else {
            const auto parts = split(line);
            if (parts.size() != csv.names.size()) throw std::runtime_error("uneven row: " + line);
            for (std::size_t c = 0; c < parts.size(); ++c) csv.columns[csv.names[c]].push_back(std::stod(parts[c]));
        }
    }
    return csv;
}

CommandLine::CommandLine()
    : folder_(unique_folder(""))
    , logs_(unique_folder("-logs")) {
    fs::create_directories(folder_);
    fs::create_directories(logs_);
}

CommandLine::~CommandLine() {
    fs::remove_all(folder_);
    fs::remove_all(logs_);
}

Ran CommandLine::run(const std::string& arguments, const std::string& input) {
    std::ofstream(logs_ / "in", std::ios::binary) << input;
    // No display: nothing may need one.
    const auto log = [&](const char* name) { return "'" + (logs_ / name).string() + "'"; };
    const auto command = "cd '" + folder_.string() + "' && { env -u DISPLAY '" + command_path() + "' " + arguments +
                         "; } <" + log("in") + " >" + log("out") + " 2>" + log("err");
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, bytes_of(logs_ / "out"), bytes_of(logs_ / "err")};
}

void CommandLine::write(std::string_view name, std::string_view text) const {
    std::ofstream(path(name), std::ios::binary) << text;
}

std::string CommandLine::read(std::string_view name) const { return bytes_of(path(name)); }

std::vector<std::string> CommandLine::files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_))
        if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::string current_table(const std::vector<double>& current_pa) {
    std::string text = "current_pA\n";
    for (const double value : current_pa) text += shortest(value) + "\n";
    return text;
}

std::vector<double> step(std::size_t samples, std::size_t begin, double amplitude_pa) {
    std::vector<double> current_pa(samples, 0.0);
    std::fill(current_pa.begin() + static_cast<std::ptrdiff_t>(begin), current_pa.end(), amplitude_pa);
    return current_pa;
}

} // namespace soma::test
