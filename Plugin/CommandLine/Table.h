#pragma once

#include <string>
#include <vector>

namespace soma::command {

/// Text in aligned columns for people to read; the last column is left ragged.
class Table {
  public:
    explicit Table(std::vector<std::string> header) { rows_.push_back(std::move(header)); }

    /// One cell for each column.
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

    std::string text() const;

  private:
    std::vector<std::vector<std::string>> rows_;
};

} // namespace soma::command
