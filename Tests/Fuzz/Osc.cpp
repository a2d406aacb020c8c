#include "Fuzz/Case.h"

#include "Osc/OscPacket.h"

#include <vector>

namespace soma::fuzz {
namespace {

struct Message {
    std::string address;
    bool whole;          ///< its first argument is an integer
    std::uint32_t first; ///< bits of the integer or float
    std::uint64_t second;
    bool operator==(const Message&) const = default;
};

/// A reader of Open Sound Control 1.0, written from the specification.
class Reader {
  public:
    explicit Reader(std::span<const char> bytes)
        : left_(bytes.data(), bytes.size()) {}

    std::vector<Message> bundle() {
        require(word() == "#bundle", "a packet is a bundle");
        require(number(8) == 1, "a bundle is to be acted on at once");
        std::vector<Message> messages;
        while (!left_.empty()) {
            const auto length = number(4);
            require(length % 4 == 0 && length <= left_.size(), "an element's length is its own");
            Reader element({left_.data(), static_cast<std::size_t>(length)});
            left_.remove_prefix(static_cast<std::size_t>(length));
            messages.push_back(element.message());
        }
        return messages;
    }

  private:
    Message message() {
        Message one;
        one.address = word();
        require(one.address.starts_with('/'), "an address begins with /");
        const auto types = word();
        require(types == ",id" || types == ",fd", "one integer or float, one double");
        one.whole = types == ",id";
        one.first = static_cast<std::uint32_t>(number(4));
        one.second = number(8);
        require(left_.empty(), "a message ends with its arguments");
        return one;
    }

    /// A string, ended by a zero and filled with zeros up to a multiple of four.
    std::string word() {
        const auto end = left_.find('\0');
        require(end != std::string_view::npos, "a string is ended");
        const std::string text(left_.substr(0, end));
        const auto padded = (end / 4 + 1) * 4;
        require(padded <= left_.size() && left_.substr(end, padded - end).find_first_not_of('\0') == left_.npos,
                "a string is padded with zeros");
        left_.remove_prefix(padded);
        return text;
    }

    std::uint64_t number(std::size_t bytes) {
        require(left_.size() >= bytes, "a number is whole");
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | static_cast<std::uint8_t>(left_[i]);
        left_.remove_prefix(bytes);
        return value;
    }

    std::string_view left_;
};

constexpr std::string_view addresses[] = {"/somaphone/spike", "/somaphone/rate", "/somaphone/voltage"};
constexpr std::size_t ethernet_payload = 1472; ///< of UDP over IPv4

} // namespace

/// Packets hold what was put in, bit for bit, stay within an Ethernet frame, and refuse what finds no room.
void run_case(std::string_view bytes) {
    Bytes input(bytes);
    osc::Packet packet;
    std::vector<Message> sent;
    const auto check = [&] {
        require(packet.bytes().size() <= ethernet_payload, "a packet fits into a frame");
        require(packet.empty() == sent.empty(), "a packet knows whether it is empty");
        require(Reader(packet.bytes()).bundle() == sent, "a packet holds what was put in");
    };
    while (!input.empty()) {
        const auto kind = input.byte();
        const auto first = input.take<std::uint32_t>();
        const auto second = input.take<std::uint64_t>();
        const auto address = addresses[kind % 3];
        const auto time_s = std::bit_cast<double>(second);
        const auto add = [&] {
            return kind < 128 ? packet.add(address, static_cast<std::int32_t>(first), time_s)
                              : packet.add(address, std::bit_cast<float>(first), time_s);
        };
        if (!add()) {
            check();
            packet.clear();
            sent.clear();
            require(add(), "an empty packet takes a message");
        }
        sent.push_back({std::string(address), kind < 128, first, second});
    }
    check();
}

} // namespace soma::fuzz
