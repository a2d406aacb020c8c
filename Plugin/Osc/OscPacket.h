#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace soma::osc {

/// One datagram of Open Sound Control 1.0: a bundle, to be acted on at once, of messages with one integer or float and
/// one double. Stays within what an Ethernet frame carries. Written here since juce_osc has no doubles, which model
/// times need, and allocates for each message.
class Packet {
  public:
    Packet() { clear(); }

    void clear() {
        size_ = 0;
        text("#bundle");
        number(std::uint64_t{1}); // "immediately"
        empty_size_ = size_;
    }
    bool empty() const { return size_ == empty_size_; }
    std::span<const char> bytes() const { return {bytes_.data(), size_}; }

    // False, and nothing added, when the packet is full.
    bool add(std::string_view address, std::int32_t first, double second) {
        return add(address, ",id", static_cast<std::uint32_t>(first), second);
    }
    bool add(std::string_view address, float first, double second) {
        return add(address, ",fd", std::bit_cast<std::uint32_t>(first), second);
    }

  private:
    static std::size_t padded(std::string_view word) { return (word.size() / 4 + 1) * 4; }

    bool add(std::string_view address, std::string_view types, std::uint32_t first, double second) {
        const std::size_t length = padded(address) + padded(types) + sizeof first + sizeof second;
        if (size_ + sizeof(std::uint32_t) + length > bytes_.size()) return false;
        number(static_cast<std::uint32_t>(length));
        text(address);
        text(types);
        number(first);
        number(std::bit_cast<std::uint64_t>(second));
        return true;
    }

    void text(std::string_view word) {
        std::memset(bytes_.data() + size_, 0, padded(word));
        std::memcpy(bytes_.data() + size_, word.data(), word.size());
        size_ += padded(word);
    }
    template <class Unsigned>
    void number(Unsigned value) { // big-endian
        for (int shift = 8 * (static_cast<int>(sizeof value) - 1); shift >= 0; shift -= 8)
            bytes_[size_++] = static_cast<char>(value >> shift & 0xff);
    }

    std::array<char, 1400> bytes_;
    std::size_t size_ = 0, empty_size_ = 0;
};

} // namespace soma::osc
