#include "Support/ReferenceData.h"
#include "Support/Paths.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace soma::test {
namespace {

std::ifstream open(const std::string& name) {
    std::ifstream file(project_path("Tests/Reference/") + name);
    if (!file) throw std::runtime_error("Tests/Reference/" + name + ": cannot be read");
    return file;
}

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> fields;
    std::stringstream stream(line);
    for (std::string field; std::getline(stream, field, ',');) fields.push_back(field);
    return fields;
}

} // namespace

ReferenceTable reference_table(const std::string& name) {
    auto file = open(name);
    ReferenceTable table{name, {}, {}};
    std::string line;
    while (std::getline(file, line) && line.starts_with('#')) table.comments.push_back(line);
    const auto header = split(line);
    while (std::getline(file, line)) {
        const auto fields = split(line);
        if (fields.size() != header.size()) throw std::runtime_error(name + ": a row does not fit the header: " + line);
        for (std::size_t i = 0; i < header.size(); ++i) table.columns[header[i]].push_back(std::stod(fields[i]));
    }
    if (table.rows() == 0) throw std::runtime_error(name + ": holds no rows");
    return table;
}

nlohmann::json reference_json(const std::string& name) { return nlohmann::json::parse(open(name)); }

} // namespace soma::test
