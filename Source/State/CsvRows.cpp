#include "State/CsvRows.h"

#include <algorithm>

namespace soma {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

} // namespace

CsvRows::CsvRows(std::string_view text)
    : text_(text) {
    if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
}

std::string_view CsvRows::take_line() {
    const auto end = text_.find('\n');
    const auto line = text_.substr(0, end);
    text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
    ++lines_;
    return line;
}

bool CsvRows::next() {
    if (text_.empty()) return false;
    auto rest = take_line();
    first_line_ = lines_;
    line_ = trimmed(rest);
    fields_.clear();
    problem_.clear();
    comment_ = line_.starts_with('#');
    if (comment_) return true;
    do read_field(rest);
    while (problem_.empty() && !rest.empty() && (rest.remove_prefix(1), true));
    return true;
}

/// Takes a field from the line; the comma behind it stays.
void CsvRows::read_field(std::string_view& rest) {
    while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
    auto& field = fields_.emplace_back();
    if (!rest.starts_with('"')) {
        const auto end = std::min(rest.find(','), rest.size());
        field = trimmed(rest.substr(0, end));
        rest.remove_prefix(end);
        return;
    }
    rest.remove_prefix(1);
    for (;;) {
        const auto quote = rest.find('"');
        field += rest.substr(0, quote);
        if (quote == std::string_view::npos) { // the field goes on in the next line
            if (text_.empty()) {
                problem_ = "a quotation mark is not closed";
                return;
            }
            field += '\n';
            rest = take_line();
            continue;
        }
        rest.remove_prefix(quote + 1);
        if (!rest.starts_with('"')) break;
        field += '"';
        rest.remove_prefix(1);
    }
    while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
    if (!rest.empty() && rest.front() != ',')
        problem_ = "text follows a closing quotation mark; only a comma may, and a quotation mark in a text is doubled";
}

} // namespace soma
