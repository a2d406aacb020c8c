#pragma once

#include <cstdint>
#include <string_view>

namespace soma::headless {

/// A number for an id that no later version changes, for hosts that pass numbers alone: below 2^24, so that a float
/// holds it (Fowler, Noll and Vo's hash 1a, folded to 24 bits). No two parameters, cells or presets share one; a test
/// sees to it.
constexpr std::uint32_t permanent_number(std::string_view id) {
    std::uint32_t hash = 2166136261u;
    for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return (hash >> 24) ^ (hash & 0xffffffu);
}

} // namespace soma::headless
