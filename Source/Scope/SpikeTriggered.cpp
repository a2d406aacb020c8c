#include "Scope/SpikeTriggered.h"

#include "Scope/Cursors.h"

#include <algorithm>
#include <cmath>

namespace soma::scope {

namespace {

/// Model times of the last spikes whose interval is known from end to end, oldest first.
std::vector<double> whole_spikes_s(const TraceHistory& history, const SpikeFrame& frame, int sweeps) {
    std::vector<double> times_s;
    if (history.empty()) return times_s;
    const auto& spikes = history.spikes_s();
    const double known_since_s = std::max(history.known_since_s(), history.oldest_s());
    const double last_s = history.timeline().time_s(history.end_sample() - 1);
    for (auto index = spikes.end() - 1; index >= spikes.begin() && std::ssize(times_s) < sweeps; --index) {
        if (spikes[index] - frame.before_s < known_since_s) break;
        if (spikes[index] + frame.after_s <= last_s) times_s.push_back(spikes[index]);
    }
    std::reverse(times_s.begin(), times_s.end());
    return times_s;
}

} // namespace

void draw_spike_overlay(const TraceHistory& history, const SpikeFrame& frame, int sweeps, int width_px,
                        std::optional<float> drawn_peak_mv, std::vector<Trace>& overlay) {
    const auto times_s = whole_spikes_s(history, frame, sweeps);
    overlay.resize(times_s.size());
    for (std::size_t i = 0; i < times_s.size(); ++i)
        draw_trace(history, Lane::voltage, {times_s[i] - frame.before_s, frame.span_s(), width_px}, drawn_peak_mv,
                   overlay[i]);
}

SpikeAverage average_spikes(const TraceHistory& history, const SpikeFrame& frame, int sweeps, int points) {
    SpikeAverage result;
    const auto times_s = whole_spikes_s(history, frame, sweeps);
    if (times_s.empty() || points < 2) return result;
    result.sweeps = static_cast<int>(times_s.size());
    for (int point = 0; point < points; ++point) {
        const double offset_s = -frame.before_s + frame.span_s() * point / (points - 1);
        // Two passes: the spread of like sweeps is small beside V itself.
        std::vector<double> values;
        for (const double spike_s : times_s)
            if (const auto value = value_at(history, Lane::voltage, spike_s + offset_s)) values.push_back(*value);
        double sum = 0.0, squares = 0.0;
        for (const double value : values) sum += value;
        const double mean = sum / static_cast<double>(values.size());
        for (const double value : values) squares += (value - mean) * (value - mean);
        result.offset_ms.push_back(offset_s * 1e3);
        result.mean_mv.push_back(mean);
        result.deviation_mv.push_back(std::sqrt(squares / static_cast<double>(values.size())));
    }
    return result;
}

} // namespace soma::scope
