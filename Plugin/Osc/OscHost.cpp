#include "Osc/OscHost.h"

#include <algorithm>
#include <charconv>

namespace soma::osc {
namespace {

constexpr std::size_t longest_name = 253; // of the domain name system
constexpr const char* right = "a name or four numbers, as 127.0.0.1";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_part_of_a_name(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
}

bool is_ipv4(std::string_view text) {
    for (int part = 0; part < 4; ++part) {
        const auto dot = text.find('.');
        const auto digits = text.substr(0, dot);
        int number = -1;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || number > 255) return false;
        if ((dot == std::string_view::npos) != (part == 3)) return false;
        if (part < 3) text.remove_prefix(dot + 1);
    }
    return true;
}

} // namespace

std::optional<std::string> wrong_host(std::string_view text) {
    const std::string quoted(text);
    if (text.empty()) return std::string("No host given: ") + right;
    if (text.size() > longest_name) return "A host's name has at most " + std::to_string(longest_name) + " letters";
    if (text.find('/') != std::string_view::npos) return quoted + ": give the host alone, " + right;
    if (const auto colon = text.find(':'); colon != std::string_view::npos)
        return std::count(text.begin(), text.end(), ':') == 1 ? quoted + ": the port has a field of its own"
                                                              : quoted + ": give a name or an IPv4 address";
    if (const auto odd = std::ranges::find_if_not(text, is_part_of_a_name); odd != text.end())
        return quoted + ": give " + right;
    const bool numbers = std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '.'; });
    if (numbers && !is_ipv4(text)) return quoted + ": an address is four numbers from 0 to 255";
    return std::nullopt;
}

} // namespace soma::osc
