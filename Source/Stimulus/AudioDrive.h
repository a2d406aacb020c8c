#pragma once

#include <cmath>
#include <cstdint>
#include <span>

namespace soma::stimulus {

/// Largest sample that is taken for sound: +40 dBFS. Beyond it, or not a number, a sample counts as 0.
constexpr float largest_sample = 100.0f;

/// Adds audio as current: a sample of 1 is scale_pa, held over the sample. Returns how many samples were replaced. RT.
inline std::uint64_t add_audio(const float* audio, double scale_pa, std::span<double> pa) noexcept {
    std::uint64_t replaced = 0;
    for (std::size_t k = 0; k < pa.size(); ++k) {
        const bool good = std::abs(audio[k]) <= largest_sample;
        replaced += good ? 0 : 1;
        pa[k] += good ? scale_pa * static_cast<double>(audio[k]) : 0.0;
    }
    return replaced;
}

/// Largest current or conductance that an exact input may ask for, in pA or nS.
constexpr double largest_exact = 1e9;

/// Adds an exact input held over each sample; the same rules. RT.
inline std::uint64_t add_exact(const double* values, std::span<double> sum) noexcept {
    std::uint64_t replaced = 0;
    for (std::size_t k = 0; k < sum.size(); ++k) {
        const bool good = std::abs(values[k]) <= largest_exact;
        replaced += good ? 0 : 1;
        sum[k] += good ? values[k] : 0.0;
    }
    return replaced;
}

} // namespace soma::stimulus
