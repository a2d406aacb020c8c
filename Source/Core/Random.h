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
    static constexpr std::uint64_t gamma = 0x9e3779b97f4a7c15ull; ///< by which the state moves on

    explicit constexpr SplitMix64(std::uint64_t seed)
        : state_(seed) {}

    constexpr std::uint64_t next() {
        std::uint64_t z = (state_ += gamma);
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

    /// Goes on from here: SplitMix64(state()).
    constexpr std::uint64_t state() const { return state_; }

  private:
    std::uint64_t state_;
};

/// Standard normal numbers by Marsaglia's polar method on SplitMix64, bit for bit the same everywhere.
class NormalRandom {
  public:
    struct State {
        SplitMix64 uniform;
        double spare = 0.0; ///< the second number of the last pair
        bool has_spare = false;
    };

    explicit NormalRandom(std::uint64_t seed)
        : state_{SplitMix64(seed)} {}

    double next() {
        if (state_.has_spare) {
            state_.has_spare = false;
            return state_.spare;
        }
        double x, y, r2;
        do {
            x = 2.0 * state_.uniform.unit() - 1.0;
            y = 2.0 * state_.uniform.unit() - 1.0;
            r2 = x * x + y * y;
        } while (r2 >= 1.0 || r2 == 0.0);
        const double scale = std::sqrt(-2.0 * portable::log(r2) / r2);
        state_.spare = y * scale;
        state_.has_spare = true;
        return x * scale;
    }

    const State& state() const { return state_; }

  private:
    State state_;
};

} // namespace soma
