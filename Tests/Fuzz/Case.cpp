#include "Fuzz/Case.h"

#include <cstdio>
#include <cstdlib>
#include <exception>

namespace soma::fuzz {

void fail(std::string_view property) {
    std::fprintf(stderr, "PROPERTY BROKEN: %.*s\n", static_cast<int>(property.size()), property.data());
    std::abort();
}

void require_complaint(std::string_view message, std::string_view names) {
    constexpr std::size_t longest = 2000; // names of many fields; a person still reads it
    const auto said = std::string(message.substr(0, longest));
    require(!message.empty(), "a complaint says something");
    require(message.size() < longest, "a complaint ends: " + said);
    require(std::ranges::none_of(message, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }),
            "a complaint is one line without control characters: " + said);
    require(message.find(names) != std::string_view::npos, "a complaint names " + std::string(names) + ": " + said);
}

} // namespace soma::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        soma::fuzz::run_case({reinterpret_cast<const char*>(data), size});
    } catch (const std::exception& error) {
        soma::fuzz::fail(std::string("no exception leaves: ") + error.what());
    }
    return 0;
}
