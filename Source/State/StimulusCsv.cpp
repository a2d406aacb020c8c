#include "State/StimulusCsv.h"

#include "Core/DecimalText.h"
#include "Core/Utf8.h"
#include "State/CsvRows.h"
#include "State/NearMatches.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>

namespace soma {
namespace {

/// A column that is looked for by its name.
struct Column {
    std::string_view name;
    double least, largest;
    std::string_view range;
    std::size_t index = 0;
    bool present = false;
};

/// The number that a comment gives for `key`: "# sample_rate_hz: 20000".
std::optional<double> noted(std::string_view comment, std::string_view key) {
    comment.remove_prefix(1);
    const auto begin = comment.find_first_not_of(' ');
    if (begin == std::string_view::npos) return std::nullopt;
    comment.remove_prefix(begin);
    if (!comment.starts_with(key) || !comment.substr(key.size()).starts_with(':')) return std::nullopt;
    const auto digits = comment.find_first_of("0123456789.", key.size());
    if (digits == std::string_view::npos) return std::nullopt;
    double value = 0.0;
    const auto [end, error] = read_number(comment.data() + digits, comment.data() + comment.size(), value);
    return error == std::errc{} && std::isfinite(value) && value > 0.0 ? std::optional(value) : std::nullopt;
}

class Reader {
  public:
    Reader(std::string_view file, std::string_view text)
        : file_(file)
        , rows_(text) {}

    RecordedStimulus read() {
        read_header();
        RecordedStimulus stimulus;
        std::int64_t blank = 0;
        while (next()) {
            if (rows_.is_blank()) {
                if (blank == 0) blank = rows_.line_number();
                continue;
            }
            if (blank > 0) fail(blank, "is empty; every row must hold a number for " + std::string(current().name));
            read_row(stimulus);
        }
        if (stimulus.current_pa.empty())
            fail(rows_.line_number(), "no rows follow the header; one row per sample is needed");
        stimulus.sampling = sampling();
        return stimulus;
    }

  private:
    [[noreturn]] void fail(std::int64_t line, const std::string& message) const {
        throw FormatError(std::string(file_) + ": line " + std::to_string(line) + ": " + message);
    }
    [[noreturn]] void fail(const std::string& message) const { fail(rows_.line_number(), message); }

    /// The next row; what comments on the way say is noted.
    bool next() {
        while (rows_.next()) {
            if (!rows_.is_comment()) {
                if (!rows_.problem().empty()) fail(rows_.problem());
                return true;
            }
            if (const auto value = noted(rows_.line(), "sample_rate_hz")) noted_rate_hz_ = value;
            if (const auto value = noted(rows_.line(), "time_scale")) noted_time_scale_ = *value;
        }
        return false;
    }

    void read_header() {
        bool found = next();
        while (found && rows_.is_blank()) found = next();
        if (!found) throw FormatError(std::string(file_) + ": is empty; its header must name the column current_pA");
        const auto& names = rows_.fields();
        width_ = names.size();
        for (auto& column : columns_)
            for (std::size_t i = 0; i < names.size(); ++i)
                if (names[i] == column.name) {
                    if (column.present) fail("the column " + std::string(column.name) + " is there twice");
                    column.index = i;
                    column.present = true;
                }
        if (columns_[2].present && columns_[3].present) fail("time_s and time_ms are both there; keep one of them");
        if (current().present) return;
        const auto separated = rows_.line().find_first_of(";\t") != std::string_view::npos && width_ == 1
                                   ? "; columns must be separated by commas, and decimals by points"
                                   : "";
        const std::vector<std::string_view> views(names.begin(), names.end());
        fail("the header names no column current_pA" + near_matches_text("current_pA", views) + "; it reads " +
             in_quotes(rows_.line()) + separated);
    }

    void read_row(RecordedStimulus& stimulus) {
        if (rows_.fields().size() > width_)
            fail("has " + std::to_string(rows_.fields().size()) + " fields where the header names " +
                 std::to_string(width_) + "; a comma separates columns: write 30.9, not 30,9, for a decimal number");
        if (rows_.fields().size() < width_)
            fail("has " + std::to_string(rows_.fields().size()) + (rows_.fields().size() == 1 ? " field" : " fields") +
                 " where the header names " + std::to_string(width_));
        if (const auto value = number(columns_[0])) stimulus.current_pa.push_back(*value);
        if (const auto value = number(columns_[1])) stimulus.conductance_ns.push_back(*value);
        for (const auto& [column, unit_s] : {std::pair(&columns_[2], 1.0), std::pair(&columns_[3], 1e-3)})
            if (const auto value = number(*column))
                times_.add(*value, rows_.fields()[column->index], unit_s, rows_.line_number());
    }

    /// The row's number in this column; nothing where the table has no such column.
    std::optional<double> number(const Column& column) const {
        if (!column.present) return std::nullopt;
        const std::string_view text = rows_.fields()[column.index];
        const auto name = std::string(column.name);
        if (text.empty()) fail(name + " is empty; it must be a number");
        double value = 0.0;
        const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
        const auto [end, error] = read_number(begin, text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size())
            fail(name + " is " + in_quotes(text) + "; it must be a number, with a decimal point");
        if (!std::isfinite(value)) fail(name + " is " + in_quotes(text) + "; it must be a finite number");
        if (value < column.least || value > column.largest)
            fail(name + " is " + in_quotes(text) + ", outside " + std::string(column.range));
        return value;
    }

    std::optional<Sampling> sampling() const {
        if (const auto problem = times_.problem()) fail(problem->line, problem->message);
        const auto timed = times_.sampling();
        if (!noted_rate_hz_) return timed;
        const Sampling noted{noted_time_scale_ / *noted_rate_hz_, 0.0};
        if (timed && !timed->agrees(noted.interval_s))
            throw FormatError(std::string(file_) + ": its times and its comment sample_rate_hz do not agree; correct "
                                                   "one of them, or leave the comment out");
        return noted;
    }

    const Column& current() const { return columns_[0]; }

    static constexpr double largest_time = 1e12;

    std::string_view file_;
    CsvRows rows_;
    std::size_t width_ = 0;
    std::array<Column, 4> columns_{Column{"current_pA", -largest_current_pa, largest_current_pa, "−1e9 to 1e9"},
                                   Column{"conductance_nS", 0.0, largest_conductance_ns, "0 to 1e9"},
                                   Column{"time_s", -largest_time, largest_time, "−1e12 to 1e12"},
                                   Column{"time_ms", -largest_time, largest_time, "−1e12 to 1e12"}};
    SamplingTimes times_;
    std::optional<double> noted_rate_hz_;
    double noted_time_scale_ = 1.0;
};

} // namespace

RecordedStimulus read_stimulus_csv(std::string_view file, std::string_view text) { return Reader(file, text).read(); }

} // namespace soma
