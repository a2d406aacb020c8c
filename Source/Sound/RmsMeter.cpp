#include "Sound/RmsMeter.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace soma::sound {

void RmsMeter::prepare(double sample_rate_hz) noexcept {
    slice_ = std::max(1, static_cast<int>(sample_rate_hz / slices));
    reset();
}

void RmsMeter::reset() noexcept {
    count_ = 0;
    next_ = 0;
    sum_ = 0.0;
    sums_.fill(0.0);
    rms_dbfs_.store(-std::numeric_limits<float>::infinity(), std::memory_order_relaxed);
}

void RmsMeter::process(std::span<const float> left, std::span<const float> right) noexcept {
    for (std::size_t n = 0; n < left.size();) {
        const std::size_t end = std::min(left.size(), n + static_cast<std::size_t>(slice_ - count_));
        count_ += static_cast<int>(end - n);
        double sum = sum_;
        for (; n < end; ++n) sum += static_cast<double>(left[n]) * left[n] + static_cast<double>(right[n]) * right[n];
        sum_ = sum;
        if (count_ == slice_) end_slice();
    }
}

void RmsMeter::end_slice() noexcept {
    sums_[next_] = sum_;
    next_ = (next_ + 1) % slices;
    const double power = std::accumulate(sums_.begin(), sums_.end(), 0.0) / (2.0 * slices * slice_);
    rms_dbfs_.store(static_cast<float>(10.0 * std::log10(power)), std::memory_order_relaxed);
    sum_ = 0.0;
    count_ = 0;
}

} // namespace soma::sound
