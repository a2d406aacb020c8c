#pragma once

#include "Core/Utf8.h"

#include <stdexcept>

/// Reading what people and other programs wrote. Any thread but the audio thread.
namespace soma {

/// A file, a cell or a value that cannot be used. The message is one line: it names the file, the place in it and says
/// what would be right. A function that throws it has changed nothing.
struct FormatError : std::runtime_error {
    explicit FormatError(std::string message)
        : std::runtime_error(one_line(std::move(message))) {}
};

} // namespace soma
