#include "Recording/SpikeDetection.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace soma::recording {
namespace {

/// The standard deviation of what differs from sample to sample.
double sample_noise_mv(std::span<const double> v) {
    std::vector<double> steps;
    const auto stride = std::max<std::size_t>(1, v.size() / 20000);
    for (std::size_t k = 0; k + 1 < v.size(); k += stride) steps.push_back(std::abs(v[k + 1] - v[k]));
    const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
    std::ranges::nth_element(steps, middle);
    constexpr double per_median = 1.0 / (0.6745 * std::numbers::sqrt2); // of a difference of two normal numbers
    return *middle * per_median;
}

/// The slope of V at each sample, in mV/ms: of the least-squares line through the samples around it, as many as keep
/// the noise well below the slope that is looked for.
class Slope {
  public:
    Slope(std::span<const double> voltage_mv, double rate_hz, double onset_slope)
        : v_(voltage_mv)
        , per_ms_(rate_hz / 1000.0) {
        const double noise_mv = sample_noise_mv(voltage_mv), most = longest_half_window_ms * per_ms_;
        reach_ = std::max<std::size_t>(1, static_cast<std::size_t>(least_half_window_ms * per_ms_));
        while (static_cast<double>(reach_) < most && noise(noise_mv) > noise_share * onset_slope) ++reach_;
    }

    double at(std::size_t k) const {
        const auto reach = std::min({reach_, k, v_.size() - 1 - k});
        if (reach == 0) return (v_[std::min(k + 1, v_.size() - 1)] - v_[k > 0 ? k - 1 : 0]) * per_ms_;
        double sum = 0.0;
        for (std::size_t i = 1; i <= reach; ++i) sum += static_cast<double>(i) * (v_[k + i] - v_[k - i]);
        return sum / squares(reach) * per_ms_;
    }

    /// A slope that sets in at once reaches `share` of itself so long before, by the window's width alone.
    double lead_ms(double share) const {
        // Share of a least-squares slope whose window, −1 … 1, has seen a kink at 0 up to x: (2 + 3x − x³)/4.
        double early = -1.0, late = 1.0;
        for (int i = 0; i < 40; ++i) {
            const double x = 0.5 * (early + late);
            ((2.0 + 3.0 * x - x * x * x) / 4.0 < share ? early : late) = x;
        }
        return -early * half_window_ms();
    }

    double half_window_ms() const { return static_cast<double>(reach_) / per_ms_; }

  private:
    static constexpr double least_half_window_ms = 0.05, longest_half_window_ms = 0.25, noise_share = 0.125;
    /// Σ i² over −reach … reach.
    static double squares(std::size_t reach) {
        const auto n = static_cast<double>(reach);
        return n * (n + 1.0) * (2.0 * n + 1.0) / 3.0;
    }
    double noise(double sample_mv) const { return sample_mv * per_ms_ / std::sqrt(squares(reach_)); }

    std::span<const double> v_;
    std::size_t reach_ = 1;
    double per_ms_;
};

/// A rise that may be a spike, in samples.
struct Rise {
    std::size_t onset, peak, steepest;
    double upstroke;
};

class Finder {
  public:
    Finder(std::span<const double> voltage_mv, double rate_hz, const SpikeCriteria& criteria)
        : v_(voltage_mv)
        , slope_(voltage_mv, rate_hz, criteria.onset_slope)
        , criteria_(criteria)
        , ms_(1000.0 / rate_hz) {}

    std::vector<RecordedSpike> find() {
        const auto rises = find_rises();
        if (rises.empty()) return {};
        double mean_upstroke = 0.0;
        for (const auto& rise : rises) mean_upstroke += rise.upstroke / static_cast<double>(rises.size());
        std::vector<RecordedSpike> spikes;
        for (std::size_t i = 0; i < rises.size(); ++i)
            spikes.push_back(measure(rises[i], criteria_.onset_share * mean_upstroke,
                                     i + 1 < rises.size() ? rises[i + 1].onset : v_.size()));
        return spikes;
    }

  private:
    double time_ms(std::size_t k) const { return static_cast<double>(k) * ms_; }

    std::vector<Rise> find_rises() const {
        std::vector<Rise> rises;
        const auto longest = static_cast<std::size_t>(criteria_.longest_rise_ms / ms_) + 1;
        for (std::size_t k = 1; k < v_.size(); ++k) {
            if (slope_.at(k) < criteria_.onset_slope) continue;
            Rise rise{k, k, k, slope_.at(k)};
            // On to the peak: the highest sample before V has fallen for a while.
            const auto end = std::min(k + longest, v_.size());
            auto at = k;
            for (; at < end && slope_.at(at) > -criteria_.onset_slope / 2.0; ++at) {
                if (v_[at] > v_[rise.peak]) rise.peak = at;
                if (slope_.at(at) > rise.upstroke) {
                    rise.upstroke = slope_.at(at);
                    rise.steepest = at;
                }
            }
            if (at < v_.size() && v_[at] > v_[rise.peak]) rise.peak = at;
            const bool high =
                v_[rise.peak] >= criteria_.least_peak_mv && v_[rise.peak] - v_[rise.onset] >= criteria_.least_height_mv;
            if (high) rises.push_back(rise);
            k = std::max(at, rise.peak); // what rises after it is another one
        }
        return rises;
    }

    RecordedSpike measure(const Rise& rise, double onset_slope, std::size_t next) const {
        RecordedSpike spike{};
        // Back from the steepest place to where the slope falls below the onset's.
        auto k = rise.steepest;
        while (k > 0 && slope_.at(k - 1) >= onset_slope) --k;
        double share = 0.0; // back towards the sample before
        if (k > 0) {
            const double above = slope_.at(k) - onset_slope, rise_of_slope = slope_.at(k) - slope_.at(k - 1);
            share = rise_of_slope > 0.0 ? std::clamp(above / rise_of_slope, 0.0, 1.0) : 0.0;
        }
        // A rise at the very beginning would set in before the first sample.
        spike.time_ms =
            std::clamp(time_ms(k) - share * ms_ + slope_.lead_ms(onset_slope / rise.upstroke), 0.0, time_ms(rise.peak));
        spike.threshold_mv = voltage_at(spike.time_ms);
        spike.peak_ms = time_ms(rise.peak);
        spike.peak_mv = v_[rise.peak];
        spike.upstroke = rise.upstroke;
        const auto reach = static_cast<std::size_t>(trough_window_ms / ms_);
        const auto end = std::min({rise.peak + reach, next, v_.size() - 1});
        auto lowest = rise.peak;
        for (auto at = rise.peak; at <= end; ++at)
            if (v_[at] < v_[lowest]) lowest = at;
        spike.trough_ms = time_ms(lowest);
        spike.trough_mv = v_[lowest];
        spike.end_ms = time_ms(end_of_fall(spike, rise.peak, lowest));
        spike.width_ms = half_width(spike, rise.peak, lowest);
        return spike;
    }

    double voltage_at(double at_ms) const {
        const auto before = std::min(static_cast<std::size_t>(at_ms / ms_), v_.size() - 2);
        const double share = at_ms / ms_ - static_cast<double>(before);
        return v_[before] + share * (v_[before + 1] - v_[before]);
    }

    std::size_t end_of_fall(const RecordedSpike& spike, std::size_t peak, std::size_t lowest) const {
        constexpr double settled_slope = -5.0;
        for (auto at = peak + 1; at < lowest; ++at)
            if (v_[at] < spike.threshold_mv && slope_.at(at) > settled_slope) return at;
        return lowest;
    }

    double half_width(const RecordedSpike& spike, std::size_t peak, std::size_t end) const {
        const double half_mv = 0.5 * (spike.threshold_mv + spike.peak_mv);
        const auto crossing = [&](std::size_t below, std::size_t above) { // ms, between neighbours
            const double share = (half_mv - v_[below]) / (v_[above] - v_[below]);
            return time_ms(below) + share * (time_ms(above) - time_ms(below));
        };
        auto up = peak, down = peak;
        while (up > 0 && v_[up] > half_mv) --up;
        while (down < end && v_[down] > half_mv) ++down;
        if (v_[up] > half_mv || v_[down] > half_mv || up == peak || down == peak) return 0.0;
        return crossing(down, down - 1) - crossing(up, up + 1);
    }

    std::span<const double> v_;
    Slope slope_;
    SpikeCriteria criteria_;
    double ms_;
};

} // namespace

std::vector<RecordedSpike> find_spikes(std::span<const double> voltage_mv, double rate_hz,
                                       const SpikeCriteria& criteria) {
    if (voltage_mv.size() < 2) return {};
    return Finder(voltage_mv, rate_hz, criteria).find();
}

double detection_resolution_ms(std::span<const double> voltage_mv, double rate_hz, const SpikeCriteria& criteria) {
    constexpr double share = 0.2;
    if (voltage_mv.size() < 2) return 0.0;
    return 1000.0 / rate_hz + share * Slope(voltage_mv, rate_hz, criteria.onset_slope).half_window_ms();
}

std::vector<RecordedSpike> find_spikes_outside(std::span<const double> voltage, double rate_hz) {
    constexpr double deviations = 5.0, per_median = 1.0 / 0.6745, apart_ms = 2.0;
    if (voltage.empty()) return {};
    std::vector<double> sizes(voltage.size());
    std::ranges::transform(voltage, sizes.begin(), [](double v) { return std::abs(v); });
    auto sorted = sizes;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::ranges::nth_element(sorted, middle);
    const double limit = deviations * per_median * *middle;
    const auto apart = std::max<std::size_t>(1, static_cast<std::size_t>(apart_ms * rate_hz / 1000.0));
    std::vector<RecordedSpike> spikes;
    for (std::size_t k = 0; k < sizes.size(); ++k) {
        if (!(sizes[k] > limit)) continue;
        auto peak = k;
        const auto end = std::min(sizes.size(), k + apart);
        for (auto i = k; i < end; ++i)
            if (sizes[i] > sizes[peak]) peak = i;
        const double ms = static_cast<double>(peak) * 1000.0 / rate_hz, v = voltage[peak];
        spikes.push_back({ms, v, ms, v, ms, v, ms, 0.0, 0.0});
        k = std::max(end, peak + apart) - 1;
    }
    return spikes;
}

} // namespace soma::recording
