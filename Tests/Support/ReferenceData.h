#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

/// Reads Tests/Reference. Name the result before looping over a part of it: a range-for does not keep a temporary
/// alive. A file that is missing or malformed throws std::runtime_error with its name: the test fails.
namespace soma::test {

/// A CSV by columns: leading lines that start with '#' are comments, the next line names the columns, "nan" is NaN.
struct ReferenceTable {
    std::string name;
    std::vector<std::string> comments;
    std::map<std::string, std::vector<double>> columns;

    /// Throws std::out_of_range when there is no such column.
    const std::vector<double>& operator[](const std::string& column) const { return columns.at(column); }
    std::size_t rows() const { return columns.empty() ? 0 : columns.begin()->second.size(); }
};

/// `name` is the file's name within Tests/Reference, e.g. "rc_step.csv".
ReferenceTable reference_table(const std::string& name);
nlohmann::json reference_json(const std::string& name);

} // namespace soma::test
