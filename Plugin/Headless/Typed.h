#pragma once

#include "Parameters/ParameterText.h"

#include <charconv>

namespace soma::headless {

/// The number that was typed or written where a host keeps 32 bits of it: the shortest decimal that is this float.
/// 0.0586 arrives as 0.0586 and not as 0.05860000103712082. RT.
inline double typed(float value) noexcept {
    char digits[32];
    const auto written = std::to_chars(digits, digits + sizeof digits, value);
    double exact = static_cast<double>(value);
    std::from_chars(digits, written.ptr, exact);
    return exact;
}

} // namespace soma::headless
