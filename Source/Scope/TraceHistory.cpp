#include "Scope/TraceHistory.h"

#include "Scope/TraceTap.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace soma::scope {

namespace {
constexpr float lost = std::numeric_limits<float>::quiet_NaN();
}

bool TraceHistory::drain(TraceTap& tap) {
    constexpr int at_most = 4096; // a producer faster than real time does not hold the reader for ever
    TracePacket packet;
    int taken = 0;
    while (taken < at_most && tap.pop(packet)) {
        append(packet);
        ++taken;
    }
    if (taken > 0) forget_old();
    return taken > 0;
}

void TraceHistory::append(const TracePacket& packet) {
    const bool another_time = packet.sample_rate_hz != sample_rate_hz_ || packet.first_sample < end_ ||
                              packet.first_sample - end_ >= voltage_.capacity();
    if (another_time)
        restart(packet);
    else if (packet.first_sample > end_)
        skip_lost(packet.first_sample);
    timeline_.extend(packet.first_sample, packet.seconds_per_sample);
    for (std::int32_t i = 0; i < packet.event_count; ++i) take_event(packet.events[static_cast<std::size_t>(i)]);
    take_samples(packet);
}

void TraceHistory::restart(const TracePacket& packet) {
    if (packet.sample_rate_hz != sample_rate_hz_) {
        sample_rate_hz_ = packet.sample_rate_hz;
        const double wanted = kept_seconds * std::min(sample_rate_hz_, max_sample_rate_hz);
        // One coarse node more than asked: the one being written has lost its old samples.
        const auto nodes = static_cast<std::int64_t>(std::ceil(wanted / MinMaxStore::coarsest)) + 1;
        voltage_.resize(nodes * MinMaxStore::coarsest);
        current_.resize(nodes * MinMaxStore::coarsest);
        spikes_before_.assign(static_cast<std::size_t>(voltage_.capacity() / samples_per_count), 0);
    } else {
        voltage_.clear();
        current_.clear();
    }
    first_ = end_ = packet.first_sample;
    timeline_.clear();
    timeline_.extend(first_, packet.seconds_per_sample);
    known_since_s_ = timeline_.time_s(first_);
    for (auto& row : spikes_) row.clear();
    breakpoints_.clear();
    stimuli_.clear();
    next_breakpoint_ = breakpoints_.end();
    population_spikes_ = 0;
    lost_samples_ = 0;
    ++generation_;
    spikes_before_[static_cast<std::size_t>(first_ % voltage_.capacity()) / samples_per_count] = 0;
}

void TraceHistory::skip_lost(std::int64_t next_sample) {
    lost_samples_ += static_cast<std::uint64_t>(next_sample - end_);
    while (end_ < next_sample) write(lost, lost);
    known_since_s_ = timeline_.time_s(end_);
}

void TraceHistory::take_event(const TraceEvent& event) {
    const double time_s = timeline_.time_s(event.sample, event.offset);
    switch (event.kind) {
    case TraceEvent::Kind::spike:
        spikes_[event.neuron].push(time_s);
        break;
    case TraceEvent::Kind::breakpoint:
        breakpoints_.push({time_s, event.sample, event.before_mv, event.after_mv, event.spike});
        break;
    case TraceEvent::Kind::stimulus:
        stimuli_.push(time_s);
        break;
    }
}

void TraceHistory::take_samples(const TracePacket& packet) {
    for (std::int32_t k = 0; k < packet.sample_count; ++k) {
        const auto slot = static_cast<std::size_t>(k);
        const auto sample = end_;
        write(packet.voltage_mv[slot], packet.current_pa[slot]);
        next_breakpoint_ = std::max(next_breakpoint_, breakpoints_.begin());
        for (; next_breakpoint_ < breakpoints_.end() && breakpoints_[next_breakpoint_].sample <= sample;
             ++next_breakpoint_) {
            voltage_.fold(sample, breakpoints_[next_breakpoint_].before_mv);
            voltage_.fold(sample, breakpoints_[next_breakpoint_].after_mv);
        }
        const bool last_of_count = k + 1 == packet.sample_count || (sample + 1) % samples_per_count == 0;
        if (last_of_count)
            population_spikes_ +=
                packet.spike_counts[static_cast<std::size_t>(sample / samples_per_count) % TracePacket::counts];
    }
}

void TraceHistory::write(float voltage_mv, float current_pa) {
    if (end_ % samples_per_count == 0)
        spikes_before_[static_cast<std::size_t>(end_ % voltage_.capacity()) / samples_per_count] = population_spikes_;
    voltage_.write(end_, voltage_mv);
    current_.write(end_, current_pa);
    ++end_;
}

std::int64_t TraceHistory::oldest_sample() const {
    if (empty()) return end_;
    const auto writing = (end_ - 1) / MinMaxStore::coarsest * MinMaxStore::coarsest;
    return std::max({first_, writing + MinMaxStore::coarsest - voltage_.capacity(), timeline_.first_sample()});
}

std::int64_t TraceHistory::sample_at_or_after(double time_s) const {
    if (empty()) return end_;
    const double position = std::ceil(timeline_.position(time_s));
    const auto oldest = oldest_sample();
    return static_cast<std::int64_t>(std::clamp(position, static_cast<double>(oldest), static_cast<double>(end_)));
}

std::uint32_t TraceHistory::population_spikes(std::int64_t first, std::int64_t last) const {
    return spikes_before(last) - spikes_before(first);
}

std::uint32_t TraceHistory::spikes_before(std::int64_t sample) const {
    const auto bin = sample / samples_per_count;
    if (bin > (end_ - 1) / samples_per_count) return population_spikes_;
    return spikes_before_[static_cast<std::size_t>(bin * samples_per_count % voltage_.capacity()) / samples_per_count];
}

void TraceHistory::forget_old() {
    const auto oldest = oldest_sample();
    timeline_.forget_before(oldest);
    const double oldest_s = timeline_.time_s(oldest);
    const auto forget = [oldest_s](auto& list, auto time_of) {
        while (!list.empty() && time_of(list.front()) < oldest_s) list.forget_front();
    };
    for (auto& row : spikes_) forget(row, [](double time_s) { return time_s; });
    forget(breakpoints_, [](const Breakpoint& breakpoint) { return breakpoint.time_s; });
    forget(stimuli_, [](double time_s) { return time_s; });
}

std::size_t TraceHistory::bytes() const {
    std::size_t total = voltage_.bytes() + current_.bytes() + spikes_before_.capacity() * sizeof(std::uint32_t) +
                        breakpoints_.bytes() + stimuli_.bytes();
    for (const auto& row : spikes_) total += row.bytes();
    return total;
}

} // namespace soma::scope
