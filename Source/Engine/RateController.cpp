#include "Engine/RateController.h"

#include <algorithm>
#include <cmath>

namespace soma {
namespace {

constexpr int control_change = 0xb0, largest_value = 127;

} // namespace

void RateController::prepare(double sample_rate_hz, int max_block) {
    sample_rate_hz_ = sample_rate_hz;
    interval_ = static_cast<int>(std::lround(std::max(1.0, sample_rate_hz / looks_per_s)));
    events_.reserve(16 + static_cast<std::size_t>(max_block / interval_));
    restart();
}

void RateController::set(const RateControllerSettings& settings) noexcept {
    if (settings.on != settings_.on || settings.number != settings_.number || settings.channel != settings_.channel)
        sent_ = -1;
    settings_ = settings;
}

void RateController::restart() noexcept {
    to_look_ = interval_;
    count_ = 0;
    rate_hz_ = 0.0;
}

int RateController::value() const noexcept {
    const double width_hz = settings_.high_hz - settings_.low_hz;
    if (width_hz == 0.0) return rate_hz_ < settings_.low_hz ? 0 : largest_value;
    const double share = (rate_hz_ - settings_.low_hz) / width_hz;
    return static_cast<int>(std::lround(largest_value * std::clamp(share, 0.0, 1.0)));
}

void RateController::look(int sample, int neurons) noexcept {
    const double interval_s = interval_ / sample_rate_hz_;
    const double now_hz = static_cast<double>(count_) / (interval_s * std::max(1, neurons));
    rate_hz_ += (now_hz - rate_hz_) * -std::expm1(-1000.0 * interval_s / settings_.smoothing_ms);
    count_ = 0;
    const int now = value();
    if (!settings_.on || now == sent_ || events_.size() == events_.capacity()) return;
    sent_ = now;
    MidiEvent event;
    event.sample = sample;
    event.bytes[0] = static_cast<std::uint8_t>(control_change | (settings_.channel - 1));
    event.bytes[1] = static_cast<std::uint8_t>(settings_.number);
    event.bytes[2] = static_cast<std::uint8_t>(now);
    events_.push_back(event);
}

void RateController::process(std::span<const SpikeEvent> spikes, int neurons, int frames) noexcept {
    events_.clear();
    auto spike = spikes.begin();
    for (int sample = 0; sample < frames;) {
        const int until = std::min(frames, sample + to_look_);
        for (; spike != spikes.end() && spike->sample < until; ++spike) ++count_;
        to_look_ -= until - sample;
        sample = until;
        if (to_look_ > 0) return;
        to_look_ = interval_;
        look(sample - 1, neurons);
    }
}

} // namespace soma
