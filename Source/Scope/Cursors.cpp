#include "Scope/Cursors.h"

#include "Scope/TracePath.h"

#include <algorithm>
#include <cmath>

namespace soma::scope {

namespace {

/// Smaller differences are rounding of stored samples (float, 8 µV at 100 mV), not a course of V.
constexpr double least_course_mv = 1e-3;

/// First time after from_s, in from_s … to_s, at which V has reached `level` from `start`.
std::optional<double> reach_s(const TraceHistory& history, double from_s, double to_s, double start, double level) {
    const bool upward = level > start;
    const auto first = history.sample_at_or_after(from_s), last = history.sample_at_or_after(to_s);
    const auto found = history.voltage_mv().find(first, last, static_cast<float>(level), upward);
    // In the last sample the line runs on to the cursor.
    double before_s = from_s, before = start;
    if (found > first) {
        before_s = history.timeline().time_s(found - 1);
        before = static_cast<double>(history.voltage_mv().at(found - 1));
    }
    const double at_s = found < last ? history.timeline().time_s(found) : to_s;
    const auto at = value_at(history, Lane::voltage, at_s);
    if (!at || *at == before) return {};
    return before_s + (at_s - before_s) * std::clamp((level - before) / (*at - before), 0.0, 1.0);
}

std::optional<double> tau_ms(const TraceHistory& history, double from_s, double to_s, const CursorReading& reading) {
    if (!reading.dv_mv || std::abs(*reading.dv_mv) < least_course_mv) return {};
    const auto spike = next_spike_s(history, from_s);
    if (spike && *spike <= to_s) return {};
    const double start = *value_at(history, Lane::voltage, from_s), end = *value_at(history, Lane::voltage, to_s);
    const double level = end + (start - end) * std::exp(-1.0);
    const auto reached_s = reach_s(history, from_s, to_s, start, level);
    if (!reached_s) return {};
    return (*reached_s - from_s) * 1e3;
}

} // namespace

std::optional<double> value_at(const TraceHistory& history, Lane lane, double time_s) {
    if (history.empty() || time_s < history.oldest_s() || time_s > history.end_s()) return {};
    const auto sample = std::clamp(static_cast<std::int64_t>(std::floor(history.timeline().position(time_s))),
                                   history.oldest_sample(), history.end_sample() - 1);
    const auto end = std::min(sample + 2, history.end_sample());
    std::optional<double> value;
    if (lane == Lane::current) {
        value = history.current_pa().at(sample);
    } else {
        double before_s = 0.0, before = 0.0;
        bool passed = false;
        walk_voltage(history, sample, end, {}, [&](double at_s, float at) {
            if (passed) return;
            if (at_s <= time_s || !value) {
                value = before = static_cast<double>(at);
                before_s = at_s;
            } else {
                value = before + (static_cast<double>(at) - before) * (time_s - before_s) / (at_s - before_s);
                passed = true;
            }
        });
    }
    return value && std::isnan(*value) ? std::nullopt : value;
}

CursorReading read_cursors(const TraceHistory& history, double first_s, double second_s) {
    CursorReading reading;
    const double dt_s = second_s - first_s;
    reading.dt_ms = dt_s * 1e3;
    if (dt_s != 0.0) reading.rate_per_s = 1.0 / std::abs(dt_s);
    reading.first_mv = value_at(history, Lane::voltage, first_s);
    reading.second_mv = value_at(history, Lane::voltage, second_s);
    if (reading.first_mv && reading.second_mv) {
        reading.dv_mv = *reading.second_mv - *reading.first_mv;
        reading.tau_ms = tau_ms(history, std::min(first_s, second_s), std::max(first_s, second_s), reading);
    }
    return reading;
}

std::optional<double> next_spike_s(const TraceHistory& history, double time_s, int row) {
    const auto& spikes = history.spikes_s(row);
    auto index = spikes.lower_bound(time_s);
    while (index < spikes.end() && spikes[index] == time_s) ++index;
    if (index == spikes.end()) return {};
    return spikes[index];
}

std::optional<double> previous_spike_s(const TraceHistory& history, double time_s, int row) {
    const auto& spikes = history.spikes_s(row);
    const auto index = spikes.lower_bound(time_s);
    if (index == spikes.begin()) return {};
    return spikes[index - 1];
}

double snap_to_spike(const TraceHistory& history, double time_s, double reach_s, int row) {
    const auto& spikes = history.spikes_s(row);
    const auto index = spikes.lower_bound(time_s);
    double nearest_s = time_s, nearest = reach_s;
    for (const auto candidate : {index - 1, index}) {
        if (candidate < spikes.begin() || candidate >= spikes.end()) continue;
        const double distance = std::abs(spikes[candidate] - time_s);
        if (distance > nearest) continue;
        nearest = distance;
        nearest_s = spikes[candidate];
    }
    return nearest_s;
}

} // namespace soma::scope
