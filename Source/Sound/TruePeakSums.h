#pragma once

#include <cstddef>

namespace soma::sound {

/// TruePeakGuard's sums, in vectors; the same bits on every SIMD target. Audio thread.
struct TruePeakSums {
    static constexpr std::size_t places = 4, instants = 192, row = instants + places; ///< see TruePeakGuard

    /// The largest |sum + value·weight|.
    static float highest(const float* sums, const float* weights, float value) noexcept;
    /// Every sum gets value·weight, and moves by `places` towards the front. The last `places` are 0 before and after.
    static void add(float* sums, const float* weights, float value) noexcept;
    /// As if every sum had been 0 and `past` had been added, from `oldest` on and round to the one before it.
    static constexpr std::size_t history = instants / places;
    static void make(float* sums, const float* weights, const float* past, std::size_t oldest) noexcept;
};

} // namespace soma::sound
