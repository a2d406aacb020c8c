#include "Core/CsvLine.h"

namespace soma {

std::string csv_field(std::string_view text) {
    // A number may begin with a sign; a name that does would run as a formula in a spreadsheet.
    const bool formula = !text.empty() && std::string_view{"=+-@\t"}.find(text.front()) != std::string_view::npos &&
                         text.find_first_not_of("+-.0123456789eE") != std::string_view::npos;
    std::string out = formula ? "'" : "";
    out += text;
    if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
    std::string quoted = "\"";
    for (const char c : out) quoted += c == '"' ? std::string{"\"\""} : std::string(1, c);
    return quoted + "\"";
}

std::string csv_line(std::span<const std::string> fields) {
    std::string line;
    for (const auto& field : fields) line += (&field == fields.data() ? "" : ",") + csv_field(field);
    return line + "\n";
}

} // namespace soma
