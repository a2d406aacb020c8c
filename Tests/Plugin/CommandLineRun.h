#pragma once

#include "Support/Paths.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace soma::test {

/// A recording that comes with the program, quoted for a shell.
inline const std::string speech = "'" + project_path("Assets/Sounds/speech.flac") + "'";
/// Options at which it makes the course's cell fire.
inline const std::string loud = " --cell 474626527 --set input_scale_pa=20000 ";

/// Result of a run of the command line.
struct Ran {
    int status = -1; ///< exit status; −1 when a signal ended it
    std::string out, err;
};

/// A CSV by columns; leading lines that start with '#' are comments.
struct CsvFile {
    std::vector<std::string> comments, names;
    std::map<std::string, std::vector<double>> columns;
};
CsvFile parse_csv(const std::string& text);

/// An empty folder in which `somaphone` is run; removed afterwards.
class CommandLine {
  public:
    CommandLine();
    ~CommandLine();

    /// Arguments as a shell reads them; `input` is standard input.
    Ran run(const std::string& arguments, const std::string& input = "");

    std::filesystem::path path(std::string_view name) const { return folder_ / name; }
    void write(std::string_view name, std::string_view text) const;
    std::string read(std::string_view name) const;
    CsvFile csv(std::string_view name) const { return parse_csv(read(name)); }
    std::vector<std::string> files() const; ///< sorted names, without folders

  private:
    std::filesystem::path folder_, logs_;
};

/// A header and one current in pA a row.
std::string current_table(const std::vector<double>& current_pa);
/// `amplitude_pa` from sample `begin` on.
std::vector<double> step(std::size_t samples, std::size_t begin, double amplitude_pa);

} // namespace soma::test
