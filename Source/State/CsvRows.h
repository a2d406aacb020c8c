#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace soma {

/// The rows of a table as RFC 4180 writes them: fields between commas, perhaps in quotes, within which commas, line
/// ends and doubled quotes are text. Spaces around a field do not count. Lines that begin with '#' are comments.
class CsvRows {
  public:
    explicit CsvRows(std::string_view text);

    /// Reads the next row or comment; false at the end of the text. Where `problem` is not empty, the row is wrong.
    bool next();

    bool is_comment() const { return comment_; }
    /// A line with nothing in it.
    bool is_blank() const { return !comment_ && fields_.size() == 1 && fields_[0].empty() && problem_.empty(); }
    /// The line as it is written, without its end; of a row that spans several lines the first.
    std::string_view line() const { return line_; }
    /// Of the row's first line, as an editor counts them from 1.
    std::int64_t line_number() const { return first_line_; }
    const std::vector<std::string>& fields() const { return fields_; }
    const std::string& problem() const { return problem_; }

  private:
    std::string_view take_line();
    void read_field(std::string_view& rest);

    std::string_view text_, line_;
    std::int64_t lines_ = 0, first_line_ = 0;
    bool comment_ = false;
    std::vector<std::string> fields_;
    std::string problem_;
};

} // namespace soma
