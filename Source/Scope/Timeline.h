#pragma once

#include "Scope/RecentList.h"

#include <cstdint>

namespace soma::scope {

/// Model time [s] of every sample although the time scale may change at any sample: straight pieces that join. Reader
/// thread.
class Timeline {
  public:
    void clear() { rates_.clear(); }
    bool empty() const { return rates_.empty(); }

    /// From `first_sample` on a sample lasts `seconds_per_sample` > 0. Samples are given in rising order.
    void extend(std::int64_t first_sample, double seconds_per_sample);

    /// Forgets pieces that end at or before `sample`.
    void forget_before(std::int64_t sample);

    /// Samples before this one have no known time any more. Not when empty.
    std::int64_t first_sample() const { return rates_.front().first_sample; }

    double time_s(std::int64_t sample, double offset = 0.0) const;

    /// Inverse of time_s: samples, with a fraction.
    double position(double time_s) const;

    /// Model seconds one sample lasts around `time_s`.
    double seconds_per_sample(double time_s) const;

  private:
    struct ConstantRate {
        std::int64_t first_sample;
        double start_s;
        double seconds_per_sample;
    };
    static constexpr std::size_t max_rates = 1 << 16; ///< beyond it the oldest part of the history is given up

    const ConstantRate& rate_at_sample(std::int64_t sample) const;
    const ConstantRate& rate_at_time(double time_s) const;

    RecentList<ConstantRate> rates_{max_rates};
};

} // namespace soma::scope
