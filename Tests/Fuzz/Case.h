#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

/// Frame that all fuzzers share. Each target is one file that defines run_case and asserts properties there; Case.cpp
/// gives it the bytes that libFuzzer makes.
namespace soma::fuzz {

/// One case. An exception is a finding.
void run_case(std::string_view bytes);

/// Ends the run with the property that was broken; libFuzzer keeps the bytes.
[[noreturn]] void fail(std::string_view property);

inline void require(bool holds, std::string_view property) {
    if (!holds) fail(property);
}

/// A complaint is one line for people: not empty, no control characters, not without end, naming what it is about.
void require_complaint(std::string_view message, std::string_view names = {});

/// The bytes of a case as plain values, one after another; zeros when there are no more.
class Bytes {
  public:
    explicit Bytes(std::string_view bytes)
        : left_(bytes) {}

    bool empty() const { return left_.empty(); }

    std::uint8_t byte() { return take<std::uint8_t>(); }

    /// Any bit pattern: also NaN, infinities, denormals.
    template <class Plain>
    Plain take() {
        Plain value{};
        if (left_.empty()) return value;
        const auto count = std::min(left_.size(), sizeof value);
        std::memcpy(&value, left_.data(), count);
        left_.remove_prefix(count);
        return value;
    }

    /// 0 … count − 1.
    int below(int count) { return static_cast<int>(take<std::uint16_t>()) % count; }

    /// 0 … 1, both included.
    double unit() { return take<std::uint16_t>() / 65535.0; }

    std::string_view text(std::size_t longest) {
        const auto length = std::min<std::size_t>({longest, byte(), left_.size()});
        const auto taken = left_.substr(0, length);
        left_.remove_prefix(length);
        return taken;
    }

  private:
    std::string_view left_;
};

} // namespace soma::fuzz
