#pragma once

#include "Core/Random.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace soma::soak {

/// Kinds of input, from the harmless to values that no cable carries.
enum class WaveKind : std::uint8_t { silence, level, sine, noise, square, denormal, loud, faults };
constexpr std::size_t wave_kinds = 8;

/// A long piece of input that a block may begin anywhere in, and how many of its samples the engine must replace.
template <class Sample>
class Wave {
  public:
    /// `full` is full scale; samples beyond `largest`, or not numbers, are bad.
    Wave(WaveKind kind, double full, double largest, std::uint64_t seed) {
        SplitMix64 random(seed);
        for (std::size_t k = 0; k < length; ++k) {
            const auto sample = static_cast<Sample>(value(kind, full, k, random));
            samples_[k] = sample;
            bad_before_[k + 1] = bad_before_[k] + (std::abs(sample) <= static_cast<Sample>(largest) ? 0 : 1);
        }
    }

    /// The longest block, and where it may begin.
    static constexpr std::size_t longest = 2048;
    static constexpr std::size_t begins = 1 << 15;

    const Sample* at(std::size_t begin) const { return samples_.data() + begin; }
    std::uint64_t bad(std::size_t begin, std::size_t frames) const {
        return bad_before_[begin + frames] - bad_before_[begin];
    }

  private:
    static constexpr std::size_t length = begins + longest;

    static double value(WaveKind kind, double full, std::size_t k, SplitMix64& random) {
        constexpr double infinite = std::numeric_limits<double>::infinity();
        const double noise = 2.0 * random.unit() - 1.0;
        switch (kind) {
        case WaveKind::silence:
            return 0.0;
        case WaveKind::level:
            return full;
        case WaveKind::sine:
            return full * std::sin(0.0131 * static_cast<double>(k));
        case WaveKind::noise:
            return full * noise;
        case WaveKind::square:
            return k / 240 % 2 == 0 ? full : -full;
        case WaveKind::denormal:
            return noise * static_cast<double>(std::numeric_limits<Sample>::denorm_min()) * 1000.0;
        case WaveKind::loud: // +40 dBFS
            return 100.0 * full * noise;
        case WaveKind::faults:
            break;
        }
        const std::array faults{std::numeric_limits<double>::quiet_NaN(), infinite, -infinite,
                                static_cast<double>(std::numeric_limits<Sample>::max()),
                                static_cast<double>(std::numeric_limits<Sample>::lowest())};
        return random.below(8) == 0 ? faults[random.below(faults.size())] : full * noise;
    }

    std::vector<Sample> samples_ = std::vector<Sample>(length);
    std::vector<std::uint64_t> bad_before_ = std::vector<std::uint64_t>(length + 1);
};

/// One of each kind.
template <class Sample>
class Waves {
  public:
    Waves(double full, double largest) {
        for (std::size_t kind = 0; kind < wave_kinds; ++kind)
            waves_.emplace_back(static_cast<WaveKind>(kind), full, largest, kind);
    }
    const Wave<Sample>& any(SplitMix64& random) const { return waves_[random.below(waves_.size())]; }

  private:
    std::vector<Wave<Sample>> waves_;
};

} // namespace soma::soak
