#pragma once

#include "Core/Limits.h"
#include "Scope/MinMaxStore.h"
#include "Scope/RecentList.h"
#include "Scope/Timeline.h"
#include "Scope/TracePacket.h"

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace soma::scope {

class TraceTap;

/// A breakpoint of V(t) inside a sample, at its exact model time.
struct Breakpoint {
    double time_s;
    std::int64_t sample;
    float before_mv;
    float after_mv;
    bool spike;
};

/// The last 30 s (real time) of neuron 0 and of the spikes, at any sample rate, for one reader thread. Samples are
/// indexed absolutely; times are model times. A copy is a frozen picture that does not move while the original goes on.
///
/// Memory: 9.9 bytes a sample in all, 14 MB at 48 kHz and 57 MB at 192 kHz; spikes and breakpoints at most 19 MB more.
class TraceHistory {
  public:
    static constexpr double kept_seconds = 30.0;
    static constexpr double max_sample_rate_hz = 768000.0;

    /// Takes everything the tap holds. True if anything came.
    bool drain(TraceTap& tap);
    void append(const TracePacket& packet);

    bool empty() const { return end_ == first_; }
    double sample_rate_hz() const { return sample_rate_hz_; }

    /// Samples oldest … end − 1 are kept; those lost on the way are NaN.
    std::int64_t oldest_sample() const;
    std::int64_t end_sample() const { return end_; }
    double oldest_s() const { return timeline_.time_s(oldest_sample()); }
    double end_s() const { return timeline_.time_s(end_); } ///< not when empty
    /// First sample at or after `time_s`, within oldest … end.
    std::int64_t sample_at_or_after(double time_s) const;

    const Timeline& timeline() const { return timeline_; }
    const MinMaxStore& voltage_mv() const { return voltage_; }
    const MinMaxStore& current_pa() const { return current_; }

    /// Model times; row 0 … limits::raster_rows − 1 is the neuron's number. At most max_items of each are kept.
    const RecentList<double>& spikes_s(int row = 0) const { return spikes_[static_cast<std::size_t>(row)]; }
    const RecentList<Breakpoint>& breakpoints() const { return breakpoints_; }
    const RecentList<double>& stimuli_s() const { return stimuli_; }

    /// Spikes of all neurons in samples first … last − 1; instants are rounded down to 16 samples.
    std::uint32_t population_spikes(std::int64_t first, std::int64_t last) const;

    /// Measurements do not reach back beyond this model time: samples were lost there, the history began, or the neuron
    /// became another one.
    double known_since_s() const { return known_since_s_; }
    void measure_from_now() {
        if (!empty()) known_since_s_ = end_s();
    }

    std::uint64_t lost_samples() const { return lost_samples_; }

    /// Changes when the history begins again, at another sample rate or after a long absence.
    std::uint64_t generation() const { return generation_; }

    /// Times faster than real time that the neuron runs now. Not when empty.
    double time_scale() const { return timeline_.seconds_per_sample(end_s()) * sample_rate_hz_; }

    std::size_t bytes() const;

  private:
    static constexpr std::size_t max_items = 1 << 18;
    static constexpr std::size_t max_row_items = 1 << 16;

    void restart(const TracePacket& packet);
    void skip_lost(std::int64_t next_sample);
    void take_event(const TraceEvent& event);
    void take_samples(const TracePacket& packet);
    void write(float voltage_mv, float current_pa);
    void forget_old();
    std::uint32_t spikes_before(std::int64_t sample) const;

    double sample_rate_hz_ = 0.0;
    std::int64_t first_ = 0, end_ = 0;
    double known_since_s_ = 0.0;
    std::uint64_t lost_samples_ = 0;
    std::uint64_t generation_ = 0;
    Timeline timeline_;
    MinMaxStore voltage_, current_;
    std::array<RecentList<double>, limits::raster_rows> spikes_ = [] {
        return []<std::size_t... row>(std::index_sequence<row...>) {
            return std::array<RecentList<double>, limits::raster_rows>{
                RecentList<double>(row == 0 ? max_items : max_row_items)...};
        }
        (std::make_index_sequence<limits::raster_rows>{});
    }();
    RecentList<Breakpoint> breakpoints_{max_items};
    RecentList<double> stimuli_{max_row_items};
    std::int64_t next_breakpoint_ = 0;         ///< not yet folded into voltage_
    std::vector<std::uint32_t> spikes_before_; ///< of all neurons, before each 16 samples
    std::uint32_t population_spikes_ = 0;      ///< since the history began; may wrap
};

} // namespace soma::scope
