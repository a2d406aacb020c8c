#pragma once

#include "State/FormatError.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace soma::recording {

/// Numbers in a file's bytes, least significant byte first, at any offset. Reading beyond the end throws FormatError.
class LittleEndian {
  public:
    LittleEndian(std::string_view file, std::string_view bytes)
        : file_(file)
        , bytes_(bytes) {
        static_assert(std::endian::native == std::endian::little, "bytes are copied as they are");
    }

    template <class Number>
    Number at(std::uint64_t offset) const {
        Number value;
        std::memcpy(&value, text(offset, sizeof value).data(), sizeof value);
        return value;
    }
    std::string_view text(std::uint64_t offset, std::uint64_t length) const {
        if (offset > bytes_.size() || length > bytes_.size() - offset) fail("is truncated: it ends inside its header");
        return bytes_.substr(offset, length);
    }
    /// A finite number.
    double real(std::uint64_t offset, std::string_view field) const {
        const double value = static_cast<double>(at<float>(offset));
        if (!std::isfinite(value)) fail(std::string(field) + " is no number; the header is damaged");
        return value;
    }
    std::uint64_t size() const { return bytes_.size(); }

    [[noreturn]] void fail(const std::string& message) const { throw FormatError(std::string(file_) + ": " + message); }

  private:
    std::string_view file_, bytes_;
};

} // namespace soma::recording
