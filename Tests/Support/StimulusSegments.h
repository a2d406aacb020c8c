#pragma once

#include "Support/Run.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace soma::test {

/// One segment of a stimulus: a line from begin_ms to end_ms, in pA.
struct StimulusSegment {
    double begin_ms;
    double end_ms;
    double current_pa;
    double slope_pa_per_ms = 0.0;
};

/// The reference files' [t0, t1, I0, slope], each with its factor to pA.
inline std::vector<StimulusSegment> stimulus_segments(const nlohmann::json& rows, double pa_per_unit) {
    std::vector<StimulusSegment> segments;
    for (const auto& row : rows)
        segments.push_back({row[0].get<double>(), row[1].get<double>(), pa_per_unit * row[2].get<double>(),
                            pa_per_unit * row[3].get<double>()});
    return segments;
}

/// Constant drive of the model between two instants.
struct HeldCurrent {
    double begin_ms;
    double duration_ms;
    double current_pa;
};

/// Cuts a stimulus at the samples and at its own edges, so that a pulse is exact at any rate; a ramp is held at its
/// middle value over each interval. Zero outside the segments.
inline std::vector<HeldCurrent> held_currents(const std::vector<StimulusSegment>& segments, double step_ms,
                                              double duration_ms) {
    std::vector<double> cuts;
    for (int k = 0; k * step_ms < duration_ms - 1e-9; ++k) cuts.push_back(k * step_ms);
    for (const auto& segment : segments)
        for (const double cut : {segment.begin_ms, segment.end_ms})
            if (cut < duration_ms) cuts.push_back(cut);
    cuts.push_back(duration_ms);
    std::sort(cuts.begin(), cuts.end());
    std::vector<HeldCurrent> result;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        const double length_ms = cuts[i + 1] - cuts[i];
        if (length_ms < 1e-9) continue;
        const double middle_ms = 0.5 * (cuts[i] + cuts[i + 1]);
        double current_pa = 0.0;
        for (const auto& s : segments)
            if (middle_ms >= s.begin_ms && middle_ms < s.end_ms)
                current_pa = s.current_pa + s.slope_pa_per_ms * (middle_ms - s.begin_ms);
        result.push_back({cuts[i], length_ms, current_pa});
    }
    return result;
}

/// Spike times in ms.
template <membrane::NeuronModel M>
std::vector<double> spikes_ms(const typename M::Params& params, const std::vector<HeldCurrent>& drive, double step_ms,
                              const membrane::Initial& initial = {}) {
    const auto coeffs = M::prepare(params, step_ms);
    auto state = M::reset(coeffs, initial);
    std::vector<double> spikes;
    for (const auto& held : drive) {
        double left_ms = held.duration_ms;
        while (left_ms > 0.0) {
            const auto segment = M::advance(coeffs, state, {held.current_pa}, left_ms);
            left_ms -= segment.elapsed_ms;
            if (segment.event == membrane::Event::spike) spikes.push_back(held.begin_ms + held.duration_ms - left_ms);
            if (segment.event == membrane::Event::none) break;
        }
    }
    return spikes;
}

/// The largest distance between the first `count` of two lists of spike times (all, when count is 0).
inline double largest_difference(const std::vector<double>& a, const std::vector<double>& b, std::size_t count = 0) {
    const std::size_t common = std::min(a.size(), b.size());
    double largest = 0.0;
    for (std::size_t i = 0; i < (count == 0 ? common : std::min(common, count)); ++i)
        largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

} // namespace soma::test
