#pragma once

#include <cstdint>
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

/// What is the same in every row.
struct ResultHeader {
    std::string lesson_id;
    int lesson_version = 1;
    std::string format_version, app_version, class_key, student;
    std::uint64_t seed = 0;
    std::string started_utc; ///< ISO 8601; the caller knows the time
    bool pictures = false;
};

/// The result file: header, a row for each item, and a last row of kind "summary" with totals and code.
std::string results_csv(const ResultHeader& header, const std::vector<ResultRow>& rows, double score, double maximum);

/// Eight characters as XXXX-XXXX that change with the lesson, its version, the seed, the student, the score and the
/// class. They deter copying and typing errors; they are no cryptography.
std::string result_code(std::string_view lesson_id, int version, std::uint64_t seed, std::string_view student,
                        double score, double maximum, std::string_view class_key);

} // namespace soma::lesson
