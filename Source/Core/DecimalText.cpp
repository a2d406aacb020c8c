#include "Core/DecimalText.h"

#include <array>

// Of a standard library that has not all of these yet, whoever builds with it brings them (Plugin/Web/Core).
#ifdef __cpp_lib_to_chars

namespace soma {

std::from_chars_result read_number(const char* first, const char* last, double& value) {
    return std::from_chars(first, last, value);
}

std::to_chars_result write_number(char* first, char* last, double value) { return std::to_chars(first, last, value); }

std::to_chars_result write_number(char* first, char* last, double value, std::chars_format format, int precision) {
    return std::to_chars(first, last, value, format, precision);
}

} // namespace soma

#endif

namespace soma {
namespace {

/// A double in fixed notation has up to 309 digits before the point; as many decimals as anybody asks for follow.
using Room = std::array<char, 400>;

std::string text_of(double value, std::chars_format format, int precision) {
    Room room;
    const auto [end, error] = write_number(room.data(), room.data() + room.size(), value, format, precision);
    return {room.data(), error == std::errc{} ? end : room.data()};
}

} // namespace

std::string shortest(double value) {
    std::string text;
    append_shortest(text, value);
    return text;
}

void append_shortest(std::string& text, double value) {
    Room room;
    const auto [end, error] = write_number(room.data(), room.data() + room.size(), value);
    text.append(room.data(), error == std::errc{} ? end : room.data());
}

std::string general_text(double value, int digits) { return text_of(value, std::chars_format::general, digits); }

std::string fixed_text(double value, int decimals) { return text_of(value, std::chars_format::fixed, decimals); }

std::string scientific_text(double value, int decimals) {
    return text_of(value, std::chars_format::scientific, decimals);
}

} // namespace soma
