#include "Scope/Timeline.h"

#include <algorithm>

namespace soma::scope {

void Timeline::extend(std::int64_t first_sample, double seconds_per_sample) {
    if (empty()) {
        rates_.push({first_sample, static_cast<double>(first_sample) * seconds_per_sample, seconds_per_sample});
    } else if (rates_.back().seconds_per_sample != seconds_per_sample) {
        rates_.push({first_sample, time_s(first_sample), seconds_per_sample});
    }
}

void Timeline::forget_before(std::int64_t sample) {
    while (rates_.size() > 1 && rates_[rates_.begin() + 1].first_sample <= sample) rates_.forget_front();
}

double Timeline::time_s(std::int64_t sample, double offset) const {
    const auto& rate = rate_at_sample(sample);
    return rate.start_s + (static_cast<double>(sample - rate.first_sample) + offset) * rate.seconds_per_sample;
}

double Timeline::position(double time_s) const {
    const auto& rate = rate_at_time(time_s);
    return static_cast<double>(rate.first_sample) + (time_s - rate.start_s) / rate.seconds_per_sample;
}

double Timeline::seconds_per_sample(double time_s) const { return rate_at_time(time_s).seconds_per_sample; }

const Timeline::ConstantRate& Timeline::rate_at_sample(std::int64_t sample) const {
    if (rates_.back().first_sample <= sample) return rates_.back();
    const auto next = rates_.lower_bound(sample + 1, [](const ConstantRate& rate) { return rate.first_sample; });
    return rates_[std::max(next - 1, rates_.begin())];
}

const Timeline::ConstantRate& Timeline::rate_at_time(double time_s) const {
    if (rates_.back().start_s <= time_s) return rates_.back();
    const auto next = rates_.lower_bound(time_s, [](const ConstantRate& rate) { return rate.start_s; });
    const bool begins_here = next < rates_.end() && rates_[next].start_s == time_s;
    return rates_[begins_here ? next : std::max(next - 1, rates_.begin())];
}

} // namespace soma::scope
