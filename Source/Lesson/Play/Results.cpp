#include "Lesson/Play/Results.h"

#include "Core/CsvLine.h"
#include "Core/Sha256.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Format/StudentText.h"
#include "Lesson/Play/Variants.h"

#include <array>
#include <cmath>

namespace soma::lesson {
namespace {

constexpr std::array<std::string_view, 27> columns{
    "lesson_id",   "lesson_version", "format_version", "app_version", "class",    "student", "seed",
    "started_utc", "step_id",        "kind",           "role",        "trial",    "variant", "presented",
    "answer",      "unit",           "expected",       "tolerance",   "correct",  "score",   "max_score",
    "attempt",     "plays",          "response_ms",    "revealed",    "pictures", "check"};
constexpr std::size_t expected_column = 16;
static_assert(columns[expected_column] == "expected");

std::string counted(int n) { return n < 0 ? "" : std::to_string(n); }
std::string measured(double x) { return x < 0.0 ? "" : number_text(x, 6); }

/// All fields but the last, "check".
std::vector<std::string> fields_of(const ResultHeader& h, const ResultRow& r) {
    const std::string student = single_spaces(h.student);
    return {h.lesson_id,
            std::to_string(h.lesson_version),
            h.format_version,
            h.app_version,
            h.class_name,
            student.empty() ? "unnamed" : student,
            std::to_string(h.seed),
            h.started_utc,
            r.step_id,
            r.kind,
            r.role,
            r.trial,
            r.variant,
            r.presented,
            r.answer,
            r.unit,
            r.expected,
            r.tolerance,
            counted(r.correct),
            measured(r.score),
            measured(r.max_score),
            counted(r.attempt),
            counted(r.plays),
            r.response_ms < 0.0 ? "" : number_text(std::nearbyint(r.response_ms), 12),
            r.revealed ? "1" : "0",
            h.pictures ? "1" : "0"};
}

/// The text that a code is computed from: the fields as they stand in the file.
std::string signed_text(std::span<const std::string> fields) {
    std::string text;
    for (std::size_t i = 0; i < fields.size() && i + 1 < columns.size(); ++i)
        if (i != expected_column) text += csv_field(fields[i]) + "\n";
    return text;
}

std::string crockford(const Digest& digest, int characters) {
    constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i) bits = bits << 8 | digest[i];
    std::string code;
    for (int i = 0; i < characters; ++i) {
        if (i == 4) code += '-';
        code += letters[bits >> (59 - 5 * i) & 31];
    }
    return code;
}

} // namespace

std::span<const std::string_view> result_columns() { return columns; }

std::string results_csv(const ResultHeader& header, const std::vector<ResultRow>& rows, double score, double maximum) {
    std::string out;
    for (const auto column : columns) out += (out.empty() ? "" : ",") + std::string{column};
    out += '\n';
    std::vector<std::string> checks;
    for (const ResultRow& row : rows) {
        auto fields = fields_of(header, row);
        checks.push_back(row_check(fields, header.class_key));
        fields.push_back(checks.back());
        out += csv_line(fields);
    }
    ResultRow summary;
    summary.kind = "summary";
    summary.answer = result_code(header.lesson_id, header.lesson_version, header.seed, header.student, score, maximum,
                                 header.class_key);
    summary.score = score;
    summary.max_score = maximum;
    auto fields = fields_of(header, summary);
    fields.push_back(summary_check(checks, fields, header.class_key));
    out += csv_line(fields);
    return out;
}

std::string result_code(std::string_view lesson_id, int version, std::uint64_t seed, std::string_view student,
                        double score, double maximum, std::string_view class_key) {
    const auto hundredths = [](double x) { return std::to_string(static_cast<long long>(std::nearbyint(100.0 * x))); };
    const auto name = normalised_name(student);
    const std::string text = "SPL2\n" + std::string{lesson_id} + "\n" + std::to_string(version) + "\n" +
                             std::to_string(seed) + "\n" + (name == "unnamed" ? "" : name) + "\n" + hundredths(score) +
                             "/" + hundredths(maximum) + "\n";
    return crockford(hmac_sha256(class_key, text), 8);
}

std::string row_check(std::span<const std::string> fields, std::string_view class_key) {
    return crockford(hmac_sha256(class_key, "SPL2 row\n" + signed_text(fields)), 4);
}

std::string summary_check(std::span<const std::string> row_checks, std::span<const std::string> fields,
                          std::string_view class_key) {
    std::string text = "SPL2 file\n";
    for (const auto& check : row_checks) text += check + "\n";
    return crockford(hmac_sha256(class_key, text + signed_text(fields)), 8);
}

} // namespace soma::lesson
