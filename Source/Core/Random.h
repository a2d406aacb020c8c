#pragma once

#include "Core/PortableMath.h"

#include <cmath>
#include <cstdint>
#include <string_view>

namespace soma {

/// FNV-1a, 64 bit.
constexpr std::uint64_t fnv1a64(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    return hash;
}

/// SplitMix64 (Steele, Lea & Flood 2014): the same numbers from the same seed on every platform.
class SplitMix64 {
  public:
    explicit constexpr SplitMix64(std::uint64_t seed)
        : state_(seed) {}

    constexpr std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }

    /// Within [0, 1), 53 bits.
    constexpr double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

    /// Within 0 … n − 1.
    constexpr std::uint64_t below(std::uint64_t n) {
        return static_cast<std::uint64_t>(unit() * static_cast<double>(n));
    }

  private:
    std::uint64_t state_;
};

/// Standard normal numbers by Marsaglia's polar method on SplitMix64, bit for bit the same everywhere.
class NormalRandom {
  public:
    explicit NormalRandom(std::uint64_t seed)
        : uniform_(seed) {}

    double next() {
        if (has_spare_) {
            has_spare_ = false;
            return spare_;
        }
        double x, y, r2;
        do {
            x = 2.0 * uniform_.unit() - 1.0;
            y = 2.0 * uniform_.unit() - 1.0;
            r2 = x * x + y * y;
        } while (r2 >= 1.0 || r2 == 0.0);
        const double scale = std::sqrt(-2.0 * portable::log(r2) / r2);
        spare_ = y * scale;
        has_spare_ = true;
        return x * scale;
    }

  private:
    SplitMix64 uniform_;
    double spare_ = 0.0;
    bool has_spare_ = false;
};

} // namespace soma
