#include "Lesson/Play/ResultsFile.h"

#include "Core/CsvLine.h"
#include "Core/DecimalText.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace soma::lesson {
namespace {

std::size_t column_index(std::string_view name) {
    const auto columns = result_columns();
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
}

/// One record of a CSV file (RFC 4180); moves `at` behind it and counts its lines. Nothing: a quote is not closed.
std::optional<std::vector<std::string>> next_record(std::string_view text, char separator, std::size_t& at, int& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    while (at < text.size()) {
        const char c = text[at++];
        if (c == '\n') ++line;
        if (quoted) {
            if (c != '"')
                fields.back() += c;
            else if (at < text.size() && text[at] == '"')
                fields.back() += text[at++];
            else
                quoted = false;
        } else if (c == '"' && fields.back().empty()) {
            quoted = true;
        } else if (c == separator) {
            fields.emplace_back();
        } else if (c == '\n') {
            return fields;
        } else if (c != '\r') {
            fields.back() += c;
        }
    }
    if (quoted) return std::nullopt;
    return fields;
}

std::string problem(int line, const std::string& text) { return "line " + std::to_string(line) + ": " + text; }

/// The name as it was typed: an apostrophe guards one that a spreadsheet would take for a formula.
std::string typed_name(const std::string& stored) {
    const auto bare = stored.substr(std::min<std::size_t>(1, stored.size()));
    return stored.starts_with('\'') && csv_field(bare).find('\'') < 2 ? bare : stored;
}

bool code_fits(const StoredRow& row, std::string_view key) {
    const auto whole = [&](std::string_view column) {
        std::uint64_t value = 0;
        const auto& text = row[column];
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    };
    return row["answer"] == result_code(row["lesson_id"], static_cast<int>(whole("lesson_version")), whole("seed"),
                                        typed_name(row["student"]), row.number("score").value_or(0.0),
                                        row.number("max_score").value_or(0.0), key);
}

} // namespace

const std::string& StoredRow::operator[](std::string_view column) const {
    static const std::string none;
    const auto index = column_index(column);
    return index < fields.size() ? fields[index] : none;
}

std::optional<double> StoredRow::number(std::string_view column) const {
    const auto& text = (*this)[column];
    double value = 0.0;
    const auto read = read_number(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

ResultsFile read_results(std::string_view text, std::string_view class_key) {
    ResultsFile file;
    const auto refused = [&](int line, const std::string& why) {
        file.students.clear();
        file.error = problem(line, why);
        return file;
    };
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3); // a spreadsheet's byte order mark
    // A spreadsheet of a country with decimal commas writes semicolons.
    const char separator = text.substr(0, text.find('\n')).find(';') != std::string_view::npos ? ';' : ',';
    std::size_t at = 0;
    int line = 1;
    const auto names = next_record(text, separator, at, line);
    const auto columns = result_columns();
    if (!names || !std::equal(names->begin(), names->end(), columns.begin(), columns.end()))
        return refused(
            1, "is not the first line of a result file of this version, which begins with lesson_id,lesson_version");

    StudentResults student;
    std::vector<std::string> checks;
    while (at < text.size()) {
        const int begins = line;
        auto fields = next_record(text, separator, at, line);
        if (!fields) return refused(begins, "a quotation mark is not closed");
        if (fields->size() == 1 && fields->front().empty()) continue;
        if (fields->size() != columns.size())
            return refused(begins, "has " + std::to_string(fields->size()) + " fields; a row of a result file has " +
                                       std::to_string(columns.size()));
        StoredRow row{begins, std::move(*fields), false};
        const auto signed_fields = std::span{row.fields}.first(columns.size() - 1);
        if (row["kind"] != "summary") {
            row.edited = row["check"] != row_check(signed_fields, class_key);
            checks.push_back(row["check"]);
            student.rows.push_back(std::move(row));
            continue;
        }
        const bool edited =
            std::any_of(student.rows.begin(), student.rows.end(), [](const auto& r) { return r.edited; });
        student.whole = !edited && row["check"] == summary_check(checks, signed_fields, class_key);
        student.code_fits = code_fits(row, class_key);
        student.summary = std::move(row);
        file.students.push_back(std::move(student));
        student = {};
        checks.clear();
    }
    if (!student.rows.empty()) return refused(line, "the file ends without a row of kind summary");
    if (file.students.empty()) return refused(line, "there is no result in it");
    return file;
}

} // namespace soma::lesson
