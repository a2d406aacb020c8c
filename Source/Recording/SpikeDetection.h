#pragma once

#include "Recording/Sweep.h"

#include <span>

namespace soma::recording {

/// How spikes are found in a recorded voltage, as IPFX does it (Allen Institute; eFEL's threshold is the same idea): V
/// rises faster than `onset_slope` on its way to a peak that is at least `least_peak_mv` and `least_height_mv` above
/// where it set off. The spike's instant, its threshold, is where the slope reached `onset_share` of its largest value,
/// between samples; the time by which the slope's window lets a sharp onset appear earlier is taken off.
struct SpikeCriteria {
    double onset_slope = 20.0; ///< mV/ms
    double onset_share = 0.05; ///< of the mean largest slope of the sweep's spikes
    double least_height_mv = 2.0, least_peak_mv = -30.0;
    double longest_rise_ms = 5.0; ///< from onset to peak
};

struct RecordedSpike {
    double time_ms;      ///< of the threshold, from the sweep's start
    double threshold_mv; ///< V there
    double peak_ms, peak_mv;
    double trough_ms, trough_mv; ///< the lowest V before the next spike, at most `trough_window_ms` after the peak
    double end_ms;   ///< of the fast repolarisation: V is back below threshold and falls no faster than 5 mV/ms
    double width_ms; ///< at half height between threshold and peak; 0: V does not fall so far
    double upstroke; ///< largest slope, mV/ms
};

/// A trough is looked for no longer than this after a peak.
constexpr double trough_window_ms = 100.0;

/// Spikes in their order. The slope is that of a least-squares line over 0.1 to 0.5 ms: the noisier the samples, the
/// longer.
std::vector<RecordedSpike> find_spikes(std::span<const double> voltage_mv, double rate_hz,
                                       const SpikeCriteria& criteria = {});
/// How wrong a threshold's instant may be for all spikes alike, in ms: a sample, and a fifth of half the slope's
/// window.
double detection_resolution_ms(std::span<const double> voltage_mv, double rate_hz, const SpikeCriteria& criteria = {});

/// Spikes of a voltage outside the cell, of any scale and sign: where |x| is beyond 5 times the median of |x|/0.6745,
/// which is the standard deviation of noise (Quiroga, Nadasdy & Ben-Shaul 2004, Neural Comput. 16:1661), and largest
/// within 2 ms. A spike's instant is that of its largest sample; it has no threshold, width or upstroke.
std::vector<RecordedSpike> find_spikes_outside(std::span<const double> voltage, double rate_hz);

inline std::vector<RecordedSpike> find_spikes(const Sweep& sweep, const SpikeCriteria& criteria = {}) {
    return sweep.scaled ? find_spikes(sweep.voltage_mv, sweep.rate_hz, criteria)
                        : find_spikes_outside(sweep.voltage_mv, sweep.rate_hz);
}

} // namespace soma::recording
