#include "State/StimulusCsv.h"

#include "Core/OneLine.h"
#include "State/NearMatches.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

namespace soma {
namespace {

std::string_view trim(std::string_view text) {
    const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && space(text.front())) text.remove_prefix(1);
    while (!text.empty() && space(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view unquoted(std::string_view name) {
    return name.size() >= 2 && name.front() == '"' && name.back() == '"' ? name.substr(1, name.size() - 2) : name;
}

/// Lines with their numbers as an editor counts them.
class Lines {
  public:
    explicit Lines(std::string_view text)
        : rest_(text) {
        if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
    }

    std::optional<std::string_view> next() {
        if (rest_.empty()) return std::nullopt;
        const auto end = rest_.find('\n');
        const auto line = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        ++number_;
        return trim(line);
    }
    std::int64_t number() const { return number_; }

  private:
    std::string_view rest_;
    std::int64_t number_ = 0;
};

struct Column {
    std::string_view name;
    double least, largest;
    std::size_t index = 0;
    bool present = false;
};

class Reader {
  public:
    Reader(std::string_view file, std::string_view text)
        : file_(file)
        , lines_(text) {}

    RecordedStimulus read() {
        read_header();
        RecordedStimulus stimulus;
        std::int64_t blank = 0;
        while (const auto line = lines_.next()) {
            if (line->starts_with('#')) continue;
            if (line->empty()) {
                if (blank == 0) blank = lines_.number();
                continue;
            }
            if (blank > 0) fail(blank, "is empty; every row must hold a number for " + std::string(columns_[0].name));
            read_row(*line, stimulus);
        }
        if (stimulus.current_pa.empty())
            fail(lines_.number(), "no rows follow the header; one row per sample is needed");
        return stimulus;
    }

  private:
    [[noreturn]] void fail(std::int64_t line, const std::string& message) const {
        throw FormatError(std::string(file_) + ": line " + std::to_string(line) + ": " + message);
    }

    void read_header() {
        auto line = lines_.next();
        while (line && (line->empty() || line->starts_with('#'))) line = lines_.next();
        if (!line) throw FormatError(std::string(file_) + ": is empty; its header must name the column current_pA");
        std::vector<std::string_view> names;
        for (auto rest = *line;;) {
            const auto comma = rest.find(',');
            names.push_back(unquoted(trim(rest.substr(0, comma))));
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
        for (auto& column : columns_)
            for (std::size_t i = 0; i < names.size(); ++i)
                if (names[i] == column.name) {
                    if (column.present)
                        fail(lines_.number(), "the column " + std::string(column.name) + " is there twice");
                    column.index = i;
                    column.present = true;
                }
        if (!columns_[0].present)
            fail(lines_.number(), "the header names no column current_pA" + near_matches_text("current_pA", names) +
                                      "; it reads " + in_quotes(*line));
    }

    void read_row(std::string_view line, RecordedStimulus& stimulus) const {
        std::size_t index = 0;
        std::array<bool, 2> found{};
        for (auto rest = line;; ++index) {
            const auto comma = rest.find(',');
            for (std::size_t c = 0; c < columns_.size(); ++c)
                if (columns_[c].present && columns_[c].index == index) {
                    found[c] = true;
                    (c == 0 ? stimulus.current_pa : stimulus.conductance_ns)
                        .push_back(number(columns_[c], trim(rest.substr(0, comma))));
                }
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
        for (std::size_t c = 0; c < columns_.size(); ++c)
            if (columns_[c].present && !found[c])
                fail(lines_.number(), "has " + std::to_string(index + 1) + " columns; " +
                                          std::string(columns_[c].name) + " is column " +
                                          std::to_string(columns_[c].index + 1));
    }

    double number(const Column& column, std::string_view text) const {
        const auto name = std::string(column.name);
        if (text.empty()) fail(lines_.number(), name + " is empty; it must be a number");
        double value = 0.0;
        const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
        const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size())
            fail(lines_.number(), name + " is " + in_quotes(text) + "; it must be a number, with a decimal point");
        if (!std::isfinite(value))
            fail(lines_.number(), name + " is " + in_quotes(text) + "; it must be a finite number");
        if (value < column.least || value > column.largest)
            fail(lines_.number(),
                 name + " is " + in_quotes(text) + ", outside " + (column.least < 0.0 ? "−1e9 to 1e9" : "0 to 1e9"));
        return value;
    }

    std::string_view file_;
    Lines lines_;
    std::array<Column, 2> columns_{Column{"current_pA", -largest_current_pa, largest_current_pa},
                                   Column{"conductance_nS", 0.0, largest_conductance_ns}};
};

} // namespace

RecordedStimulus read_stimulus_csv(std::string_view file, std::string_view text) { return Reader(file, text).read(); }

} // namespace soma
