#include "Sound/LevelMeter.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soma::sound {

void LevelMeter::prepare(double sample_rate_hz) noexcept {
    slice_ = std::max(1, static_cast<int>(sample_rate_hz / slices));
    reset();
}

void LevelMeter::reset() noexcept {
    count_ = 0;
    next_ = 0;
    sum_ = 0.0;
    peak_ = 0.0f;
    sums_.fill(0.0);
    peaks_.fill(0.0f);
    peak_dbfs_.store(20.0f * std::log10(0.0f), std::memory_order_relaxed);
    rms_dbfs_.store(20.0f * std::log10(0.0f), std::memory_order_relaxed);
}

void LevelMeter::process(std::span<const float> left, std::span<const float> right) noexcept {
    for (std::size_t n = 0; n < left.size();) {
        const std::size_t end = std::min(left.size(), n + static_cast<std::size_t>(slice_ - count_));
        count_ += static_cast<int>(end - n);
        double sum = sum_;
        float peak = peak_;
        for (; n < end; ++n) {
            sum += static_cast<double>(left[n]) * left[n] + static_cast<double>(right[n]) * right[n];
            peak = std::max(peak, std::max(std::abs(left[n]), std::abs(right[n])));
        }
        sum_ = sum;
        peak_ = peak;
        if (count_ == slice_) end_slice();
    }
}

void LevelMeter::end_slice() noexcept {
    sums_[next_] = sum_;
    peaks_[next_] = peak_;
    next_ = (next_ + 1) % slices;
    const double power = std::accumulate(sums_.begin(), sums_.end(), 0.0) / (2.0 * slices * slice_);
    const float peak = *std::max_element(peaks_.begin(), peaks_.end());
    peak_dbfs_.store(20.0f * std::log10(peak), std::memory_order_relaxed);
    rms_dbfs_.store(static_cast<float>(10.0 * std::log10(power)), std::memory_order_relaxed);
    sum_ = 0.0;
    peak_ = 0.0f;
    count_ = 0;
}

} // namespace soma::sound
