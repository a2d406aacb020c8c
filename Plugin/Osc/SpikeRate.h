#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace soma::osc {

/// Spikes a second of model time and neuron, over the last half second of sound. RT.
class SpikeRate {
  public:
    static constexpr double reports_per_s = 30.0;
    static constexpr double window_s = 0.5;

    void prepare(double sample_rate_hz) noexcept {
        slice_length_ = sample_rate_hz / reports_per_s;
        clear();
    }
    void clear() noexcept {
        until_slice_ = 0.0;
        counts_.fill(0);
        model_ms_.fill(0.0);
    }

    /// After a block that lasted model_ms of model time. True 30 times a second: a new value.
    bool add(std::size_t spikes, int frames, double model_ms, int neurons) noexcept {
        counts_[slice_] += spikes;
        model_ms_[slice_] += model_ms;
        until_slice_ -= frames;
        if (until_slice_ > 0.0) return false;
        until_slice_ += slice_length_;
        if (until_slice_ <= 0.0) until_slice_ = slice_length_;
        std::size_t count = 0;
        double ms = 0.0;
        for (std::size_t i = 0; i < slices; ++i) {
            count += counts_[i];
            ms += model_ms_[i];
        }
        per_s_ = ms > 0.0 ? 1000.0 * static_cast<double>(count) / ms / std::max(1, neurons) : 0.0;
        slice_ = (slice_ + 1) % slices;
        counts_[slice_] = 0;
        model_ms_[slice_] = 0.0;
        return true;
    }

    double per_s() const noexcept { return per_s_; }

  private:
    static constexpr std::size_t slices = static_cast<std::size_t>(reports_per_s * window_s);

    double slice_length_ = 1600.0, until_slice_ = 0.0, per_s_ = 0.0;
    std::array<std::size_t, slices> counts_{};
    std::array<double, slices> model_ms_{};
    std::size_t slice_ = 0;
};

} // namespace soma::osc
