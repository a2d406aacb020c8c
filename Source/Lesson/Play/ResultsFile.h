#pragma once

#include "Lesson/Play/Results.h"

#include <optional>

namespace soma::lesson {

/// One row of a result file as it was read.
struct StoredRow {
    int line = 0;                    ///< in the file, from 1
    std::vector<std::string> fields; ///< in the order of result_columns()
    bool edited = false;             ///< its check does not fit
    const std::string& operator[](std::string_view column) const;
    std::optional<double> number(std::string_view column) const;
};

/// Results of one student in one lesson: the rows up to a summary.
struct StudentResults {
    std::vector<StoredRow> rows;
    StoredRow summary;
    bool whole = false;     ///< no row was added, left out or moved, and none edited
    bool code_fits = false; ///< the code of the summary
};

struct ResultsFile {
    std::vector<StudentResults> students;
    std::string error; ///< in one line, with the line's number; then there are no students
};

/// Reads a result file, of one student or of a class, and checks its codes with the class's key.
ResultsFile read_results(std::string_view text, std::string_view class_key);

} // namespace soma::lesson
