#pragma once

#include "Core/Limits.h"
#include "Core/SpikeEvent.h"
#include "Sound/VoltageLowpass.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <tuple>
#include <vector>

namespace soma {

/// The response of all neurons in one quantum, exact, for the ear: spikes, and V as smooth segments. V is here in two
/// forms, because thousands of neurons are heard and few of them have an event in any one sample. The samples in which
/// a neuron has none are summed over the neurons, one row for each end of the segment, however many neurons there are.
/// A sample with an event is a run of segments, from instant to instant, which nobody may sum before they are filtered.
/// V of the first neuron alone, one value a sample, is written by Population beside this: for buses, scope, OSC and
/// tables, which want a sample's value and not its shape. Nothing allocates after prepare.
class BlockTrace {
  public:
    /// The neuron of segments that are sums over the neurons.
    static constexpr std::int32_t everyone = std::numeric_limits<std::int32_t>::max();

    void prepare() {
        segments_.reserve(limits::segments);
        for (auto* list : {&runs_, &sorted_runs_}) list->reserve(limits::segments);
        for (auto* list : {&spikes_, &sorted_spikes_}) list->reserve(limits::spikes_per_quantum);
    }

    /// At most limits::quantum frames.
    void begin(int frames) noexcept {
        frames_ = static_cast<std::size_t>(frames);
        for (auto* row : {&begin_mv_, &begin_slope_, &end_mv_, &end_slope_}) std::fill_n(row->begin(), frames_, 0.0);
        segments_.clear();
        runs_.clear();
        spikes_.clear();
        dropped_spikes_ = dropped_segments_ = 0;
        std::fill_n(inner_left_.begin(), frames_, limits::inner_segments_per_sample);
        has_filtered_ = false;
    }

    /// Whether a sample has room for so many segments between steps of an integrator; takes it. The room is that of one
    /// sample, and the neurons come in one order, so it does not depend on how time is cut.
    bool takes_inner(int sample, int count) noexcept {
        int& left = inner_left_[static_cast<std::size_t>(sample)];
        if (count > left) return false;
        left -= count;
        return true;
    }

    void add_whole(int sample, double begin_mv, double begin_slope, double end_mv, double end_slope) noexcept {
        const auto k = static_cast<std::size_t>(sample);
        begin_mv_[k] += begin_mv;
        begin_slope_[k] += begin_slope;
        end_mv_[k] += end_mv;
        end_slope_[k] += end_slope;
    }

    /// A neuron brings the segments of a sample one after the other. Where there is no more room, the segment
    /// is spread over its sample: its area stays, its breakpoints are lost.
    void add_segment(int sample, std::int32_t neuron, const VoltageSegment& segment) noexcept {
        if (segments_.size() == limits::segments) [[unlikely]] {
            ++dropped_segments_;
            const double mean_mv = 0.5 * (segment.begin_mv + segment.end_mv) * segment.length;
            return add_whole(sample, mean_mv, 0.0, mean_mv, 0.0);
        }
        if (runs_.empty() || runs_.back().sample != sample || runs_.back().neuron != neuron)
            runs_.push_back({sample, neuron, static_cast<std::uint32_t>(segments_.size()), 0});
        ++runs_.back().count;
        segments_.push_back(segment);
    }

    /// A segment within one sample that finds no room: into what the low-pass makes of it.
    void add_filtered(int sample, const VoltageSegment& segment) noexcept {
        if (!has_filtered_) std::fill_n(filtered_.begin(), frames_, sound::VoltageModes{});
        has_filtered_ = true;
        sound::VoltageLowpass::filter(segment, filtered_[static_cast<std::size_t>(sample)]);
    }

    /// A spike at the very instant at which the neuron's last segment of this sample ended: that segment fires.
    void last_segment_fires(int sample, std::int32_t neuron) noexcept {
        if (!runs_.empty() && runs_.back().sample == sample && runs_.back().neuron == neuron)
            segments_.back().fires = true;
    }

    void add_spike(const SpikeEvent& spike) noexcept {
        if (spikes_.size() < spikes_.capacity())
            spikes_.push_back(spike);
        else
            ++dropped_spikes_;
    }

    /// Puts spikes in order of time, and runs sample by sample, so that no order depends on how blocks are cut.
    void finish() noexcept {
        sort(spikes_, sorted_spikes_, [](const SpikeEvent& e) { return std::tuple(e.offset, e.neuron); });
        sort(runs_, sorted_runs_,
             [](const SegmentRun& e) { return std::uint64_t{static_cast<std::uint32_t>(e.neuron)} << 32 | e.first; });
    }

    std::span<const double> begin_mv() const noexcept { return {begin_mv_.data(), frames_}; }
    std::span<const double> begin_slope() const noexcept { return {begin_slope_.data(), frames_}; }
    std::span<const double> end_mv() const noexcept { return {end_mv_.data(), frames_}; }
    std::span<const double> end_slope() const noexcept { return {end_slope_.data(), frames_}; }
    std::span<const SegmentRun> runs() const noexcept { return runs_; }
    std::span<const VoltageSegment> segments() const noexcept {
        return segments_;
    } ///< as the runs say, in no order of time
    std::span<const VoltageSegment> segments(const SegmentRun& run) const noexcept {
        return segments().subspan(run.first, run.count);
    }
    /// One a sample; none where every segment found room.
    std::span<const sound::VoltageModes> filtered() const noexcept {
        return {filtered_.data(), has_filtered_ ? frames_ : 0};
    }
    std::span<const SpikeEvent> spikes() const noexcept { return spikes_; }
    /// Spikes and segments that found no room.
    std::uint64_t dropped_spikes() const noexcept { return dropped_spikes_; }
    std::uint64_t dropped_segments() const noexcept { return dropped_segments_; }

  private:
    /// By sample, and within one by the key. Neuron after neuron brings its own in order: each sample's are few, or
    /// most often sorted.
    template <class T, class Key>
    void sort(std::vector<T>& list, std::vector<T>& sorted, Key key) noexcept {
        std::fill_n(next_.begin(), frames_, 0u);
        for (const T& item : list) ++next_[static_cast<std::size_t>(item.sample)];
        std::exclusive_scan(next_.begin(), next_.begin() + static_cast<std::ptrdiff_t>(frames_), next_.begin(), 0u);
        sorted.resize(list.size());
        for (const T& item : list) sorted[next_[static_cast<std::size_t>(item.sample)]++] = item;
        list.swap(sorted);
        const auto earlier = [key](const T& a, const T& b) { return key(a) < key(b); };
        auto from = list.begin();
        for (std::size_t k = 0; k < frames_; ++k) {
            const auto to = list.begin() + next_[k];
            if (to - from > 1 && (to - from <= few || !std::is_sorted(from, to, earlier))) std::sort(from, to, earlier);
            from = to;
        }
    }

    static constexpr std::ptrdiff_t few = 16; ///< which are sorted as fast as looked at

    std::array<double, limits::quantum> begin_mv_{}, begin_slope_{}, end_mv_{}, end_slope_{};
    std::vector<VoltageSegment> segments_;
    std::vector<SegmentRun> runs_, sorted_runs_;
    std::vector<SpikeEvent> spikes_, sorted_spikes_;
    std::array<std::uint32_t, limits::quantum> next_{}; ///< where a sample's next item goes
    std::array<int, limits::quantum> inner_left_{};
    std::array<sound::VoltageModes, limits::quantum> filtered_{};
    bool has_filtered_ = false;
    std::size_t frames_ = 0;
    std::uint64_t dropped_spikes_ = 0, dropped_segments_ = 0;
};

} // namespace soma
