#pragma once

#include "Core/Limits.h"
#include "Core/SpikeEvent.h"
#include "Core/SpscQueue.h"
#include "Scope/TracePacket.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <span>

namespace soma::scope {

/// A breakpoint of V(t) of neuron 0 inside a sample: a reset (before ≠ after) or the end of a refractory period.
struct VoltageBreakpoint {
    std::int32_t sample; ///< within the block
    double offset;       ///< 0 … 1 of a sample
    double before_mv;
    double after_mv;
    bool spike; ///< the breakpoint is a spike's reset
};

/// One block as the engine leaves it. Nothing is kept beyond the call.
struct TraceBlock {
    std::span<const double> voltage_mv;             ///< neuron 0, one a sample
    std::span<const double> current_pa;             ///< the same length
    std::span<const SpikeEvent> spikes;             ///< all neurons; those of one neuron in order of time
    std::span<const VoltageBreakpoint> breakpoints; ///< neuron 0, in order of time
    std::span<const SpikeEvent> stimuli;            ///< instants at which a stimulus begins, in order of time
    std::int64_t first_sample = 0;                  ///< absolute, counted from prepare; consecutive blocks join
    double sample_rate_hz = 48000.0;
    double time_scale = 1.0; ///< > 0; constant over the block
};

/// The audio side of the scope. While nobody subscribes, push costs one relaxed load. When the reader is too slow the
/// rest of the block is refused and counted, never waited for; the reader sees a gap.
class TraceTap {
  public:
    /// Audio thread.
    void push(const TraceBlock& block) noexcept {
        if (subscribed_.load(std::memory_order_relaxed)) collect(block);
    }

    /// In place of push, where the audio side shares no memory with the reader (a page in a browser): takes a packet
    /// that another tap gave.
    bool relay(const TracePacket& packet) noexcept { return queue_.push(packet); }

    /// Any thread.
    void subscribe(bool wanted) noexcept { subscribed_.store(wanted, std::memory_order_relaxed); }
    bool subscribed() const noexcept { return subscribed_.load(std::memory_order_relaxed); }
    std::size_t dropped_packets() const noexcept { return queue_.dropped(); }

    /// The one reader thread.
    bool pop(TracePacket& packet) noexcept { return queue_.pop(packet); }

  private:
    static constexpr std::size_t count_bins = 1024; ///< blocks of up to 16384 samples are counted exactly

    void collect(const TraceBlock& block) noexcept;
    void count_spikes(const TraceBlock& block) noexcept;
    bool add_events(const TraceBlock& block) noexcept;
    void add_samples(const TraceBlock& block) noexcept;
    bool add(const TraceEvent& event) noexcept;
    bool send() noexcept;
    void begin_packet(std::int64_t first_sample) noexcept;

    std::atomic<bool> subscribed_{false};
    TracePacket pending_;
    std::array<std::uint32_t, count_bins> spike_counts_{};
    SpscQueue<TracePacket, limits::trace_packets> queue_;
};

} // namespace soma::scope
