#include "Core/DecimalText.h"

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
