#include "Scope/TraceTap.h"

#include <algorithm>

namespace soma::scope {

void TraceTap::collect(const TraceBlock& block) noexcept {
    const double seconds_per_sample = block.time_scale / block.sample_rate_hz;
    const auto next_sample = pending_.first_sample + pending_.sample_count;
    if (next_sample != block.first_sample) {
        // The reader was away or the host started again: what is pending belongs to another time.
        spike_counts_.fill(0);
        begin_packet(block.first_sample);
    } else if (pending_.seconds_per_sample != seconds_per_sample || pending_.sample_rate_hz != block.sample_rate_hz) {
        if (pending_.sample_count + pending_.event_count > 0) send();
    }
    pending_.seconds_per_sample = seconds_per_sample;
    pending_.sample_rate_hz = block.sample_rate_hz;
    count_spikes(block);
    // Once refused, the rest of the block is left out: events of samples still to come may have been lost with the
    // packet. The next block then does not join, and the reader sees an honest gap.
    if (add_events(block)) add_samples(block);
}

void TraceTap::count_spikes(const TraceBlock& block) noexcept {
    constexpr auto longest = static_cast<std::int32_t>((count_bins - 1) * samples_per_count);
    for (const auto& spike : block.spikes) {
        const auto sample = block.first_sample + std::min(spike.sample, longest);
        ++spike_counts_[static_cast<std::size_t>(sample / samples_per_count) % count_bins];
    }
}

bool TraceTap::add_events(const TraceBlock& block) noexcept {
    for (const auto& spike : block.spikes)
        if (spike.neuron < limits::raster_rows &&
            !add({block.first_sample + spike.sample, spike.offset, 0.0f, 0.0f, TraceEvent::Kind::spike, true,
                  static_cast<std::uint8_t>(spike.neuron)}))
            return false;
    for (const auto& breakpoint : block.breakpoints)
        if (!add({block.first_sample + breakpoint.sample, breakpoint.offset, static_cast<float>(breakpoint.before_mv),
                  static_cast<float>(breakpoint.after_mv), TraceEvent::Kind::breakpoint, breakpoint.spike, 0}))
            return false;
    for (const auto& stimulus : block.stimuli)
        if (!add({block.first_sample + stimulus.sample, stimulus.offset, 0.0f, 0.0f, TraceEvent::Kind::stimulus, false,
                  0}))
            return false;
    return true;
}

void TraceTap::add_samples(const TraceBlock& block) noexcept {
    for (std::size_t k = 0; k < block.voltage_mv.size(); ++k) {
        const auto slot = static_cast<std::size_t>(pending_.sample_count++);
        pending_.voltage_mv[slot] = static_cast<float>(block.voltage_mv[k]);
        pending_.current_pa[slot] = static_cast<float>(block.current_pa[k]);
        const auto next_sample = pending_.first_sample + pending_.sample_count;
        if (next_sample % limits::quantum == 0 && !send()) return;
    }
}

bool TraceTap::add(const TraceEvent& event) noexcept {
    if (pending_.event_count == limits::events_per_packet && !send()) return false;
    pending_.events[static_cast<std::size_t>(pending_.event_count++)] = event;
    return true;
}

bool TraceTap::send() noexcept {
    const auto next_sample = pending_.first_sample + pending_.sample_count;
    if (pending_.sample_count > 0) {
        const auto first_bin = pending_.first_sample / samples_per_count;
        const auto last_bin = (next_sample - 1) / samples_per_count;
        for (auto bin = first_bin; bin <= last_bin; ++bin) {
            auto& count = spike_counts_[static_cast<std::size_t>(bin) % count_bins];
            pending_.spike_counts[static_cast<std::size_t>(bin) % TracePacket::counts] = count;
            count = 0;
        }
    }
    const bool sent = queue_.push(pending_);
    begin_packet(next_sample);
    return sent;
}

void TraceTap::begin_packet(std::int64_t first_sample) noexcept {
    pending_.first_sample = first_sample;
    pending_.sample_count = 0;
    pending_.event_count = 0;
    pending_.spike_counts.fill(0);
}

} // namespace soma::scope
