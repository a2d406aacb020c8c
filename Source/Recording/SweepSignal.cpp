#include "Recording/SweepSignal.h"

#include "Recording/SpikeDetection.h"

#include <algorithm>
#include <cmath>

namespace soma::recording {
namespace {

/// A place in a list, in samples: whole and the rest.
struct Place {
    std::size_t index;
    double rest;
};
Place place_of(double samples, std::size_t last) noexcept {
    const double inside = std::clamp(samples, 0.0, static_cast<double>(last));
    const auto index = std::min(static_cast<std::size_t>(inside), last);
    return {index, inside - static_cast<double>(index)};
}

} // namespace

SweepSignal::SweepSignal(Sweep sweep)
    : sweep_(std::move(sweep)) {
    const auto& mv = sweep_.voltage_mv;
    const auto [low, high] = std::ranges::minmax_element(mv);
    lowest_mv_ = *low;
    highest_mv_ = *high;
    area_.assign(mv.size(), 0.0);
    for (std::size_t k = 1; k < mv.size(); ++k) area_[k] = area_[k - 1] + 0.5 * (mv[k - 1] + mv[k]);
    charge_.assign(sweep_.current_pa.size() + 1, 0.0);
    for (std::size_t k = 0; k < sweep_.current_pa.size(); ++k) charge_[k + 1] = charge_[k] + sweep_.current_pa[k];
    for (const auto& spike : find_spikes(sweep_)) spikes_ms_.push_back(spike.time_ms);
}

double SweepSignal::current_pa(double at_ms, double span_ms) const noexcept {
    if (sweep_.current_pa.empty()) return 0.0;
    const double per_ms = sweep_.rate_hz / 1000.0;
    const auto until = [&](double ms) {
        const auto place = place_of(ms * per_ms, charge_.size() - 1);
        const double held = place.index < sweep_.current_pa.size() ? sweep_.current_pa[place.index] : 0.0;
        return charge_[place.index] + place.rest * held;
    };
    return (until(at_ms + span_ms) - until(at_ms)) / (span_ms * per_ms);
}

double SweepSignal::voltage_mv(double at_ms, double span_ms) const noexcept {
    const auto& mv = sweep_.voltage_mv;
    const double per_ms = sweep_.rate_hz / 1000.0, at = at_ms * per_ms, span = span_ms * per_ms;
    const auto last = mv.size() - 1;
    const auto line = [&](const Place& place) {
        return place.index == last ? mv[last] : mv[place.index] + place.rest * (mv[place.index + 1] - mv[place.index]);
    };
    if (span <= 1.0) return line(place_of(at, last));
    const auto from = place_of(at - span / 2.0, last), to = place_of(at + span / 2.0, last);
    const double samples = static_cast<double>(to.index - from.index) + to.rest - from.rest;
    if (!(samples > 0.0)) return line(from);
    const auto area_until = [&](const Place& place) {
        return area_[place.index] + 0.5 * place.rest * (mv[place.index] + line(place));
    };
    return (area_until(to) - area_until(from)) / samples;
}

} // namespace soma::recording
