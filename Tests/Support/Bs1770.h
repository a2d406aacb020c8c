#pragma once

#include <ebur128.h>

#include <cmath>
#include <span>
#include <stdexcept>
#include <vector>

namespace soma::test {

/// Integrated loudness (LUFS) of a stereo signal after ITU-R BS.1770-4 with its gates, by libebur128; −inf for silence.
template <class Sample>
double integrated_lufs(std::span<const Sample> left, std::span<const Sample> right, double rate_hz) {
    ebur128_state* state = ebur128_init(2, static_cast<unsigned long>(rate_hz), EBUR128_MODE_I);
    if (state == nullptr) throw std::runtime_error("libebur128 does not start");
    std::vector<double> frames(2 * left.size());
    for (std::size_t n = 0; n < left.size(); ++n) {
        frames[2 * n] = static_cast<double>(left[n]);
        frames[2 * n + 1] = static_cast<double>(right[n]);
    }
    double lufs = -HUGE_VAL;
    ebur128_add_frames_double(state, frames.data(), left.size());
    ebur128_loudness_global(state, &lufs);
    ebur128_destroy(&state);
    return lufs;
}

template <class Sample>
double integrated_lufs(const std::vector<Sample>& left, const std::vector<Sample>& right, double rate_hz) {
    return integrated_lufs(std::span<const Sample>(left), std::span<const Sample>(right), rate_hz);
}

} // namespace soma::test
