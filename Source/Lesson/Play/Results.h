#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace soma::lesson {

/// One answered item. Empty texts and negative numbers are left blank in the file.
struct ResultRow {
    std::string step_id, kind, role, trial, variant, presented, answer, unit, expected, tolerance;
    int correct = -1; ///< 1, 0
    double score = -1.0, max_score = -1.0;
    int attempt = -1, plays = -1;
    double response_ms = -1.0;
    bool revealed = false;
};

/// Fields that are the same in every row.
struct ResultHeader {
    std::string lesson_id;
    int lesson_version = 1;
    std::string format_version, app_version;
    std::string class_name; ///< as people call the class; in the file
    std::string class_key;  ///< the teacher's secret; never in the file, only in its codes
    std::string student;
    std::uint64_t seed = 0;
    std::string started_utc; ///< ISO 8601; the caller knows the time
    bool pictures = false;
};

/// Names of the file's columns. The last one, "check", is the row's own code.
std::span<const std::string_view> result_columns();

/// The result file: header, a row for each item, and a last row of kind "summary" with totals and code.
std::string results_csv(const ResultHeader& header, const std::vector<ResultRow>& rows, double score, double maximum);

/// Eight characters as XXXX-XXXX that follow from the lesson, its version, the seed, the student, the score and the
/// class's key: the first 40 bits of HMAC-SHA-256. Without a key anybody can compute them.
std::string result_code(std::string_view lesson_id, int version, std::uint64_t seed, std::string_view student,
                        double score, double maximum, std::string_view class_key);

/// Four characters that follow from all fields of a row but "expected" and "check", and from the class's key.
std::string row_check(std::span<const std::string> fields, std::string_view class_key);

/// Eight characters that follow from the checks of all rows before the summary and from the summary's own fields: no
/// row was added, left out or moved.
std::string summary_check(std::span<const std::string> row_checks, std::span<const std::string> fields,
                          std::string_view class_key);

} // namespace soma::lesson
