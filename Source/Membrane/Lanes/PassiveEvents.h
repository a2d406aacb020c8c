#pragma once

#include "Core/Limits.h"
#include "Membrane/Lanes/LifLanes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <hwy/base.h>

namespace soma::membrane {

/// Samples with an event of up to 64 passive neurons side by side: spikes, and ends of refractory periods. The scalar
/// model does them when it suits, a spike's later and a release's earlier, so that the vectors never wait for what it
/// writes: they know what a spike does to V, and for how long it is then held at least.
///
/// After its release is done, the rows of a neuron are ahead of the vectors: they hold its state after the sample in
/// which it is released, until the vectors come there and take it.
class PassiveEvents {
  public:
    PassiveEvents(const LaneInterval& interval, std::size_t first) noexcept
        : interval_(interval)
        , first_(first) {}

    /// From now on, the samples before `end`.
    void begin(int end) noexcept {
        end_ = due_ = end;
        releases_ = 0;
    }

    /// The vectors may do the samples from k to before this one, then ask what was `released` in the last and, before
    /// they go on, is_due. At most the end.
    int next_stop(int k) const noexcept {
        const auto left = k < end_ ? releases_ >> k : 0;
        return std::min(due_, left != 0 ? k + std::countr_zero(left) + 1 : end_);
    }

    /// Neuron `lane` fires in sample k, which it began at U = above_mv. False: it may not even be held to the sample's
    /// end.
    HWY_INLINE bool spike(std::size_t lane, int k, double above_mv) noexcept {
        spikes_to_do_[spikes_left_++] = {lane, k};
        row(PassiveLanes::above_mv, lane) = above_mv;
        due_ = std::min(due_, k + 1 + held_samples(lane));
        return held_samples(lane) >= 0;
    }

    /// The rows of the neuron are those before sample k, and it may be held: finds its release, if it comes before the
    /// end.
    HWY_INLINE void expect_release(std::size_t lane, int k) noexcept {
        double& held_samples = row(PassiveLanes::release_samples, lane);
        held_samples -= end_ - k; // never stays never
        if (held_samples < 0.0) add_release(lane);
    }
    /// The neuron is released before the end: as many samples before it as its row says, with a minus.
    HWY_INLINE void add_release(std::size_t lane) noexcept {
        double& held_samples = row(PassiveLanes::release_samples, lane);
        const int k = end_ + static_cast<int>(held_samples);
        held_samples = 0.0;
        held_above_mv_[lane] = row(PassiveLanes::above_mv, lane);
        released_[static_cast<std::size_t>(k)] = released(k) | std::uint64_t{1} << lane;
        releases_ |= std::uint64_t{1} << k;
        releases_to_do_[releases_left_++] = {lane, k};
        due_ = std::min(due_, k);
    }

    /// Whether there is something to do before the vectors go on with sample k.
    bool is_due(int k) const noexcept { return spikes_left_ + releases_left_ > 0 && k >= due_; }
    /// Does all that is known.
    HWY_INLINE void catch_up() noexcept {
        for (std::size_t i = 0; i < spikes_left_; ++i) {
            const auto [lane, k] = spikes_to_do_[i];
            sample(lane, k, true);
            // Else the vectors have to take the state first, and ask then.
            if (held_samples(lane) >= 0) expect_release(lane, k + 1);
        }
        for (std::size_t i = 0; i < releases_left_; ++i) sample(releases_to_do_[i].lane, releases_to_do_[i].k, false);
        spikes_left_ = releases_left_ = 0;
        due_ = end_;
    }

    /// One bit for each neuron that is released in sample k: its rows hold its state after it.
    std::uint64_t released(int k) const noexcept {
        return (releases_ >> k & 1) != 0 ? released_[static_cast<std::size_t>(k)] : 0;
    }
    /// U of such a neuron before.
    double held_above_mv(std::size_t lane) const noexcept { return held_above_mv_[lane]; }

    /// Tells what was done.
    void report() noexcept {
        interval_.passed(interval_.context, {records_.data(), record_count_});
        record_count_ = 0;
    }

  private:
    struct Sample {
        std::size_t lane;
        int k;
    };

    /// By the scalar model, from the rows and back to them. `fires`: the vectors say so, and no rounding may change it.
    HWY_INLINE void sample(std::size_t lane, int k, bool fires) noexcept {
        const auto coeffs = LaneModel<Lif>::read_coeffs(interval_.rows, first_ + lane);
        auto state = LaneModel<Lif>::read_state(coeffs, interval_.rows, first_ + lane);
        const Drive drive{interval_.held_pa[k], 0.0, 0.0};
        auto& record = records_[record_count_];
        double left_ms = coeffs.membrane.step_ms;
        std::size_t segments = 0;
        if (fires) {
            const auto& segment = record.segments[segments++] =
                Lif::fire(coeffs, state, coeffs.membrane.target(drive), left_ms);
            left_ms -= segment.elapsed_ms;
        }
        while (left_ms > 0.0 && segments < record.segments.size()) {
            const auto& segment = record.segments[segments++] = Lif::advance(coeffs, state, drive, left_ms);
            left_ms = segment.event == Event::none ? 0.0 : left_ms - segment.elapsed_ms;
        }
        const bool is_rc = !(coeffs.threshold_mv < voltage_limit_mv); // has no spikes, only a limit
        if (left_ms > 0.0 || is_rc || !(std::abs(state.voltage_mv) < voltage_limit_mv)) [[unlikely]]
            return interval_.scalar_sample(interval_.context, first_ + lane, k, drive.current_pa);
        record.neuron = first_ + lane;
        record.sample = k;
        record.count = static_cast<int>(segments);
        if (++record_count_ == records_.size()) [[unlikely]]
            report();
        LaneModel<Lif>::write_state(coeffs, state, interval_.rows, first_ + lane);
    }

    int held_samples(std::size_t lane) const noexcept {
        return static_cast<int>(row(PassiveLanes::at(PassiveLanes::held_samples), lane));
    }
    double& row(std::size_t r, std::size_t lane) const noexcept { return interval_.rows[r][first_ + lane]; }

    const LaneInterval& interval_;
    std::size_t first_;
    int end_ = 0, due_ = 0;
    std::uint64_t releases_ = 0; ///< one bit for each sample
    std::size_t spikes_left_ = 0, releases_left_ = 0, record_count_ = 0;
    std::array<std::uint64_t, limits::quantum> released_;
    std::array<double, LaneInterval::widest> held_above_mv_;
    std::array<Sample, LaneInterval::widest> spikes_to_do_, releases_to_do_; ///< a neuron has one of each at most
    std::array<LaneRecord, LaneInterval::widest> records_;
};

} // namespace soma::membrane
